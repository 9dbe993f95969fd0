package gg.tiketi.defaults.problem;

import gg.tiketi.defaults.testing.ProblemDocument;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProblemsAreDocumentedTest {

    @Test
    void theCatalogueTellsEveryProblemAndNoOther() throws IOException {
        ProblemDocument.describesExactly("Every service", CommonProblem.values());
    }
}
