package gg.tiketi.defaults.problem;

/** Tells the outage of something a service depends on, which is over in a moment, from a defect of its own. */
public interface OutageRule {

    /** SQLSTATE classes of a server that is away, full or stopping, and of work that met a conflict: 08, 40, 53, 57. */
    static boolean isOutage(String sqlState) {
        return sqlState.startsWith("08")
                || sqlState.startsWith("40")
                || sqlState.startsWith("53")
                || sqlState.startsWith("57");
    }

    /** Whether the failure says that something else is away at the moment. */
    boolean isOutage(Throwable failure);
}
