package gg.tiketi.auth.google;

import gg.tiketi.auth.account.Account;
import gg.tiketi.auth.account.AccountService;
import gg.tiketi.auth.google.GoogleClient.Issuer;
import gg.tiketi.auth.google.GoogleOutcome.AddressUnconfirmed;
import gg.tiketi.auth.google.GoogleOutcome.Busy;
import gg.tiketi.auth.google.GoogleOutcome.Identified;
import gg.tiketi.auth.google.GoogleOutcome.Off;
import gg.tiketi.auth.google.GoogleOutcome.Refused;
import gg.tiketi.auth.google.GoogleRepository.Flow;
import gg.tiketi.auth.platform.Digest;
import gg.tiketi.auth.platform.Origin;
import gg.tiketi.auth.token.SigningConfig;
import gg.tiketi.defaults.token.TokenConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Signing in with Google. Who leaves for their page takes a state and a nonce along and keeps a binding; coming back, all
 * three and the code must fit together, once (authorization code with PKCE, RFC 7636). An identity opens the account it
 * was linked to; a new one is linked by an address that the issuer says is theirs to an account that showed the same
 * here, or gets an account.
 */
@ApplicationScoped
public class GoogleSignIn {

    /** How this is called among the methods of a sign-in. */
    public static final String METHOD = "fed";

    private static final Logger LOG = Logger.getLogger(GoogleSignIn.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int RANDOM_BYTES = 32;

    private final GoogleClient client;
    private final GoogleRepository flows;
    private final AccountService accounts;
    private final GoogleConfig config;
    private final String redirect;
    private final SecureRandom random = new SecureRandom();

    GoogleSignIn(
            GoogleClient client,
            GoogleRepository flows,
            AccountService accounts,
            GoogleConfig config,
            SigningConfig site,
            TokenConfig token) {
        this.client = client;
        this.flows = flows;
        this.accounts = accounts;
        this.config = config;
        this.redirect = site.publicUrl().orElse(token.issuer()) + "/sign-in/google";
    }

    /**
     * The way to the issuer's page.
     *
     * @param binding kept by who leaves, and shown by who comes back
     */
    public record Departure(String url, String binding) {

        /** Never shows them. */
        @Override
        public String toString() {
            return "Departure";
        }
    }

    /** Whether it is on. */
    public boolean isOn() {
        return config.clientId().isPresent() && config.clientSecret().isPresent();
    }

    /** Prepares the way; empty when it is off or the issuer is away. */
    public Uni<Optional<Departure>> leave() {
        if (!isOn()) {
            return Uni.createFrom().item(Optional.empty());
        }
        String state = randomText();
        String binding = randomText();
        Flow flow = new Flow(randomText(), randomText());
        return client.issuer()
                .chain(issuer -> flows.begin(state, binding, flow, config.flowLifetime())
                        .replaceWith(Optional.of(new Departure(url(issuer, state, flow), binding))))
                .onFailure(GoogleClient.Away.class)
                .recoverWithItem(away -> {
                    LOG.warnf("issuer of identities is away reason=%s", away.getMessage());
                    return Optional.empty();
                });
    }

    /** Finds out who came back. */
    public Uni<GoogleOutcome> comeBack(String code, String state, String binding, Origin origin) {
        if (!isOn()) {
            return answer(new Off());
        }
        return flows.end(state, binding)
                .chain(flow ->
                        flow.map(known -> exchange(code, known, origin)).orElseGet(() -> answer(new Refused(false))))
                .onFailure(GoogleClient.Refused.class)
                .recoverWithItem(refused -> refused("the issuer gives nothing for the code"))
                .onFailure(GoogleClient.Away.class)
                .recoverWithItem(() -> new Busy(RETRY))
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(() -> new Busy(RETRY));
    }

    private Uni<GoogleOutcome> exchange(String code, Flow flow, Origin origin) {
        return client.issuer().chain(issuer -> client.exchange(issuer, form(code, flow))
                .chain(token -> verify(token, issuer, flow))
                .chain(identity ->
                        identity.map(known -> find(known, origin)).orElseGet(() -> answer(new Refused(true)))));
    }

    private Uni<Optional<Identity>> verify(String token, Issuer issuer, Flow flow) {
        try {
            return Uni.createFrom().item(Optional.of(verifyNow(token, issuer, flow)));
        } catch (InvalidJwtException refused) {
            if (!(refused.getCause() instanceof UnresolvableKeyException)) {
                return Uni.createFrom().item(nobody(refused));
            }
        }
        // Perhaps the issuer has got a new key.
        return client.issuerNow().map(now -> {
            try {
                return Optional.of(verifyNow(token, now, flow));
            } catch (InvalidJwtException refused) {
                return nobody(refused);
            }
        });
    }

    private Identity verifyNow(String token, Issuer issuer, Flow flow) throws InvalidJwtException {
        return IdentityTokens.verify(
                token,
                issuer.keys(),
                config.issuer().toString(),
                config.clientId().orElseThrow(),
                flow.nonce());
    }

    private Uni<GoogleOutcome> find(Identity identity, Origin origin) {
        String issuer = config.issuer().toString();
        return flows.findLinked(issuer, identity.subject())
                .chain(linked -> linked.map(accounts::find)
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())))
                .chain(account -> account.map(known -> answer(new Identified(known)))
                        .orElseGet(() -> findByAddress(identity, origin)));
    }

    private Uni<GoogleOutcome> findByAddress(Identity identity, Origin origin) {
        if (!identity.emailVerified()) {
            return Uni.createFrom().item(refused("the address is not theirs for sure"));
        }
        return accounts.find(identity.email())
                .chain(found -> found.map(account -> Uni.createFrom().item(Optional.of(account)))
                        .orElseGet(() -> accounts.open(identity.email(), identity.name(), origin)))
                .chain(account ->
                        account.map(known -> link(identity, known, origin)).orElseGet(() -> answer(new Refused(true))));
    }

    private Uni<GoogleOutcome> link(Identity identity, Account account, Origin origin) {
        if (!account.emailVerified()) {
            return answer(new AddressUnconfirmed());
        }
        return flows.link(config.issuer().toString(), identity.subject(), account.id(), origin)
                .map(linked -> linked ? new Identified(account) : refused("another identity opens the account"));
    }

    private String url(Issuer issuer, String state, Flow flow) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", config.clientId().orElseThrow());
        query.put("redirect_uri", redirect);
        query.put("scope", "openid email profile");
        query.put("state", state);
        query.put("nonce", flow.nonce());
        query.put("code_challenge", base64(Digest.sha256(flow.verifier())));
        query.put("code_challenge_method", "S256");
        String joined = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return issuer.authorizationUrl() + (issuer.authorizationUrl().contains("?") ? "&" : "?") + joined;
    }

    private Map<String, String> form(String code, Flow flow) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirect);
        form.put("client_id", config.clientId().orElseThrow());
        form.put("client_secret", config.clientSecret().orElseThrow());
        form.put("code_verifier", flow.verifier());
        return form;
    }

    private String randomText() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return base64(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Optional<Identity> nobody(InvalidJwtException refused) {
        // Codes only: the details quote the token.
        List<Integer> codes = refused.getErrorDetails().stream()
                .map(detail -> detail.getErrorCode())
                .toList();
        LOG.debugf("identity token refused codes=%s", codes);
        return Optional.empty();
    }

    private static GoogleOutcome refused(String why) {
        LOG.debugf("identity refused reason=%s", why);
        return new Refused(true);
    }

    private static Uni<GoogleOutcome> answer(GoogleOutcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
