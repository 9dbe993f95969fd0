package gg.tiketi.event.catalog;

import gg.tiketi.defaults.testing.ProblemDocument;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProblemsAreDocumentedTest {

    @Test
    void theCatalogueTellsEveryProblemAndNoOther() throws IOException {
        ProblemDocument.describesExactly("event-service", EventProblem.values());
    }
}
