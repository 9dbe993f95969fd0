package gg.tiketi.defaults.problem;

import java.io.Serial;

/**
 * Carries a {@link Problem} to the edge from a place that cannot return one, such as a filter or a request decoder.
 * Use cases return outcomes instead.
 */
public final class ProblemException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** Wraps the problem; no stack trace, because a refusal is not a defect. */
    public ProblemException(Problem problem) {
        super(problem.type().slug(), null, false, false);
        this.problem = problem;
    }

    /** The problem to answer with. */
    public Problem problem() {
        return problem;
    }
}
