package gg.tiketi.auth.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long sessions live and how the page keeps its refresh token. */
@ConfigMapping(prefix = "tiketi.auth")
public interface SessionConfig {

    /** From signing in until signing in again is needed, however often the session is renewed. */
    @WithDefault("P30D")
    Duration sessionLifetime();

    /** How long the token that was just replaced still gives a new one, for an honest double click or two tabs. */
    @WithDefault("PT10S")
    Duration refreshGrace();

    /** Whether the cookie travels over https only; off only for a local run over plain http. */
    @WithDefault("true")
    boolean cookieSecure();

    /** Sessions shown to their owner, the newest; nobody can tell more of them apart. */
    @WithDefault("50")
    int listed();

    /** How often the sessions ended early are read from PostgreSQL, to be refused here and told to the services. */
    @WithDefault("2s")
    String revocationsReload();
}
