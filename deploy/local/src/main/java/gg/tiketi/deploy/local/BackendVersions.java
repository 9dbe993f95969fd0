package gg.tiketi.deploy.local;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which servers a run takes, so that the same tests can be run on each that is supported: the environment says so by
 * {@code TIKETI_POSTGRES_VERSION}, {@code TIKETI_REDIS_VERSION} and {@code TIKETI_TIMEZONE}.
 *
 * @param postgres major version; the build must have been told the same, for it fetches only that one
 * @param redis {@code 7} for a redis-server of that version or newer on the PATH, {@code 6.2} for the bundled one,
 *     nothing for the first that is there
 * @param timezone the zone of PostgreSQL's sessions that name none
 */
record BackendVersions(String postgres, Optional<String> redis, String timezone) {

    static final String POSTGRES = "TIKETI_POSTGRES_VERSION";
    static final String REDIS = "TIKETI_REDIS_VERSION";
    static final String TIMEZONE = "TIKETI_TIMEZONE";

    private static final List<String> KNOWN_POSTGRES = List.of("15", "17");
    private static final String USUAL_POSTGRES = "17";
    private static final List<String> KNOWN_REDIS = List.of("6.2", "7");
    private static final String USUAL_TIMEZONE = "UTC";

    /** Those that this process was told. */
    static BackendVersions here() throws Refusal {
        return of(System.getenv());
    }

    static BackendVersions of(Map<String, String> environment) throws Refusal {
        return new BackendVersions(
                given(environment, POSTGRES, KNOWN_POSTGRES).orElse(USUAL_POSTGRES),
                given(environment, REDIS, KNOWN_REDIS),
                timezone(environment));
    }

    private static Optional<String> given(Map<String, String> environment, String name, List<String> known)
            throws Refusal {
        Optional<String> value = value(environment, name);
        if (value.isPresent() && !known.contains(value.get())) {
            throw new Refusal(name + " must be one of " + String.join(", ", known) + ", not '" + value.get() + "'");
        }
        return value;
    }

    private static String timezone(Map<String, String> environment) throws Refusal {
        String zone = value(environment, TIMEZONE).orElse(USUAL_TIMEZONE);
        try {
            return ZoneId.of(zone).getId();
        } catch (DateTimeException unknown) {
            throw new Refusal(TIMEZONE + " must be a time zone such as Asia/Seoul, not '" + zone + "'", unknown);
        }
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
