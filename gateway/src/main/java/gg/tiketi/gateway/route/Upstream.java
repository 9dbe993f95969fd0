package gg.tiketi.gateway.route;

import java.net.URI;

/** The services behind the gateway. */
public enum Upstream {
    AUTH,
    EVENT,
    SEAT;

    /** Where it is. */
    public URI url(UpstreamConfig config) {
        return switch (this) {
            case AUTH -> config.auth();
            case EVENT -> config.event();
            case SEAT -> config.seat();
        };
    }
}
