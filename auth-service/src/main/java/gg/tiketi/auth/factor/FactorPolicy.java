package gg.tiketi.auth.factor;

import gg.tiketi.auth.account.Account;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jboss.logging.Logger;

/** Whether second factors can be had here, and which rights an account has without one. */
@ApplicationScoped
public class FactorPolicy {

    /** How a password is called among the methods of a sign-in (RFC 8176). */
    public static final String PASSWORD = "pwd";

    /** How a code of an authenticator, or a recovery code, is called. */
    public static final String CODE = "otp";

    private static final Logger LOG = Logger.getLogger(FactorPolicy.class);
    private static final String ADMIN = "admin";

    private final FactorConfig config;
    private final boolean available;
    private final boolean administratorsNeedIt;

    FactorPolicy(FactorConfig config) {
        this.config = config;
        this.available = config.keys().filter(keys -> !keys.isEmpty()).isPresent();
        this.administratorsNeedIt = config.administratorsNeedIt().orElse(available);
    }

    void check(@Observes StartupEvent started) {
        SecretBox.of(config);
        if (!available) {
            LOG.warn("nobody can have a second factor (TIKETI_AUTH_SECOND_FACTOR_KEYS)");
        } else if (!administratorsNeedIt) {
            LOG.warn("administrators need no second factor (TIKETI_AUTH_SECOND_FACTOR_ADMINISTRATORS_NEED_IT)");
        }
    }

    /** Whether there is a key to keep secrets with. */
    boolean isAvailable() {
        return available;
    }

    /** Whether the account has less rights without a second factor. */
    public boolean isNeededBy(Account account) {
        return administratorsNeedIt && account.roles().contains(ADMIN);
    }

    /**
     * The account's roles that a sign-in does not get.
     *
     * @param methods how it was signed in
     */
    public List<String> withheld(Account account, List<String> methods) {
        boolean isStrong = account.secondFactor() && methods.contains(CODE);
        return isNeededBy(account) && !isStrong ? List.of(ADMIN) : List.of();
    }
}
