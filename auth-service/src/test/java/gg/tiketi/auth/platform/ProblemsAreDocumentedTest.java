package gg.tiketi.auth.platform;

import gg.tiketi.defaults.testing.ProblemDocument;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProblemsAreDocumentedTest {

    @Test
    void theCatalogueTellsEveryProblemAndNoOther() throws IOException {
        ProblemDocument.describesExactly("auth-service", AuthProblem.values());
    }
}
