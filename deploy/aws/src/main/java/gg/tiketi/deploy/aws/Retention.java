package gg.tiketi.deploy.aws;

import software.amazon.awscdk.services.logs.RetentionDays;

/** How long logs are kept. */
final class Retention {

    private Retention() {}

    static RetentionDays of(Environment environment) {
        return switch (environment.watch().logDays()) {
            case 7 -> RetentionDays.ONE_WEEK;
            case 30 -> RetentionDays.ONE_MONTH;
            default -> throw new IllegalArgumentException("watch.log-days must be 7 or 30");
        };
    }
}
