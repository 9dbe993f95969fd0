package gg.tiketi.defaults.problem;

import java.net.URI;
import java.util.Locale;

/**
 * One kind of problem a service can answer with. Each service lists its own in an enum; every constant is explained in
 * {@code deploy/docs/problems.md}. The {@link #type() type} is a stable identifier: clients may switch on it.
 */
public interface ProblemType {

    /** Where the problem pages live; the last path segment is the constant's name in kebab case. */
    String BASE = "https://tiketi.gg/problems/";

    /** The enum constant's name. */
    String name();

    /** What is told with the problem. */
    Facts facts();

    /**
     * What every kind of problem has.
     *
     * @param status HTTP status code, 400-599
     * @param titleKo title in Korean
     * @param titleEn title in English
     */
    record Facts(int status, String titleKo, String titleEn) {}

    /** HTTP status code, 400-599. */
    default int status() {
        return facts().status();
    }

    /** Title in Korean. */
    default String titleKo() {
        return facts().titleKo();
    }

    /** Title in English. */
    default String titleEn() {
        return facts().titleEn();
    }

    /** The kebab-case name, unique over all services, for example {@code seats-taken}. */
    default String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The stable RFC 9457 {@code type}. */
    default URI type() {
        return URI.create(BASE + slug());
    }
}
