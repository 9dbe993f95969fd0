package gg.tiketi.gateway.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** How many requests one caller may send, in the mean per second over all gateway nodes. */
@ConfigMapping(prefix = "tiketi.gateway.limit")
public interface LimitConfig {

    /** Nodes that callers' requests are spread over evenly: each allows its share. */
    @WithDefault("1")
    int nodes();

    /** So many seconds' worth may come at once; what is not used is not saved beyond that. */
    @WithDefault("10")
    int burstSeconds();

    /** Signing in, renewing and registering, from one address; hashing passwords is dear, auth-service throttles guesses. */
    @WithDefault("20")
    int signInsOfAddress();

    /** Requests that change something, from one address; a school or a mobile network is many people. */
    @WithDefault("100")
    int writesOfAddress();

    /** Requests that change something, of one account; a person cannot, a script can. */
    @WithDefault("5")
    int writesOfAccount();

    /** All other requests from one address. */
    @WithDefault("500")
    int readsOfAddress();

    /** All other requests of one account; a page asks some at once, then one every few seconds. */
    @WithDefault("20")
    int readsOfAccount();

    /** New WebSockets from one address. */
    @WithDefault("50")
    int socketsOfAddress();

    /** WebSockets that one address may have open on each node; the places of a node are for everybody. */
    @WithDefault("500")
    int openSocketsOfAddress();

    /** Callers counted at once by each rule, about 150 bytes each; beyond them the longest unseen are forgotten early. */
    @WithDefault("100000")
    int callers();

    /** Addresses that are not counted, as {@code 10.0.0.0/8} or {@code ::1}; none by default. */
    Optional<List<String>> exempt();
}
