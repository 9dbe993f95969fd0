package gg.tiketi.auth.session;

import gg.tiketi.auth.account.Email;
import gg.tiketi.auth.platform.AuthProblem;
import gg.tiketi.auth.platform.Origin;
import gg.tiketi.auth.session.SessionOutcome.SignedIn;
import gg.tiketi.auth.session.SessionRequests.Code;
import gg.tiketi.auth.session.SessionRequests.Finish;
import gg.tiketi.auth.session.SessionRequests.Login;
import gg.tiketi.auth.session.SessionRequests.Register;
import gg.tiketi.auth.session.SessionRequests.Renew;
import gg.tiketi.auth.session.SessionRequests.Return;
import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Registering, signing in, renewing and signing out. API clients keep their refresh token themselves; the page says
 * {@code Tiketi-Client: web} and gets it in a cookie no script can read. The cookie is only ever looked at together with
 * that header, which another site cannot send.
 */
@Path("/api/auth")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Session")
public class SessionResource {

    private static final String CLIENT = "Tiketi-Client";
    private static final String WEB = "web";
    private static final String COOKIE = "tiketi_refresh";
    private static final String COOKIE_PATH = "/api/auth";

    private static final Duration ISSUER_RETRY = Duration.ofSeconds(2);

    private final SessionService sessions;
    private final SessionConfig config;

    SessionResource(SessionService sessions, SessionConfig config) {
        this.sessions = sessions;
        this.config = config;
    }

    /** Which ways in are open besides a password. */
    @RegisterForReflection
    public record Ways(boolean google) {}

    /**
     * The way to Google's page.
     *
     * @param binding kept by who leaves, shown by who comes back
     */
    @RegisterForReflection
    public record Way(String url, String binding) {

        /** Never shows them. */
        @Override
        public String toString() {
            return "Way";
        }
    }

    /** Opens an account and signs it in, or mails the link that will. */
    @POST
    @Path("/register")
    @Operation(summary = "Open an account")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = SessionAnswer.class)))
    @APIResponse(
            responseCode = "202",
            description = "a mail tells what comes next; the same for every address, where registering begins by mail")
    @APIResponse(responseCode = "409", description = "email-taken, where it does not")
    @APIResponse(responseCode = "422", description = "weak-password")
    public Uni<Response> register(
            @NotNull @Valid Register request,
            @HeaderParam(CLIENT) @Nullable String client,
            @Context HttpServerRequest connection) {
        return sessions.register(request.person(), Origin.of(connection))
                .map(outcome -> answer(outcome, Response.Status.CREATED, client));
    }

    /** Finishes a registration that began by mail. */
    @PUT
    @Path("/register")
    @Operation(summary = "Finish signing up with the mailed link and the password chosen before")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = SessionAnswer.class)))
    @APIResponse(responseCode = "410", description = "link-invalid")
    @APIResponse(responseCode = "422", description = "wrong-password")
    public Uni<Response> finishRegistration(
            @NotNull @Valid Finish request,
            @HeaderParam(CLIENT) @Nullable String client,
            @Context HttpServerRequest connection) {
        return sessions.finishRegistration(request.token(), request.password(), Origin.of(connection))
                .map(outcome -> answer(outcome, Response.Status.CREATED, client));
    }

    /** Signs in. */
    @POST
    @Path("/login")
    @Operation(summary = "Sign in")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SessionAnswer.class)))
    @APIResponse(
            responseCode = "401",
            description = "bad-credentials; second-factor-required, with a challenge that the code is given to")
    @APIResponse(responseCode = "429", description = "sign-in-throttled")
    public Uni<Response> login(
            @NotNull @Valid Login request,
            @HeaderParam(CLIENT) @Nullable String client,
            @Context HttpServerRequest connection) {
        return sessions.login(new Email(request.email()), request.password(), Origin.of(connection))
                .map(outcome -> answer(outcome, Response.Status.OK, client));
    }

    /** Signs in with the code that follows. */
    @POST
    @Path("/login/second-factor")
    @Operation(summary = "Give the code that signing in asked for")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SessionAnswer.class)))
    @APIResponse(responseCode = "410", description = "challenge-ended")
    @APIResponse(responseCode = "422", description = "wrong-code, with the attempts that are left")
    @APIResponse(responseCode = "429", description = "sign-in-throttled")
    public Uni<Response> loginWithCode(
            @NotNull @Valid Code request,
            @HeaderParam(CLIENT) @Nullable String client,
            @Context HttpServerRequest connection) {
        return sessions.loginWithCode(new ChallengeToken(request.challenge()), request.code(), Origin.of(connection))
                .map(outcome -> answer(outcome, Response.Status.OK, client));
    }

    /** Tells which ways in are open. */
    @GET
    @Path("/ways")
    @Operation(summary = "Which ways to sign in are open here besides a password")
    public Ways ways() {
        return new Ways(sessions.isGoogleOpen());
    }

    /** Leaves for Google's page. */
    @POST
    @Path("/google/start")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "The way to Google's page, and what whoever comes back must show")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Way.class)))
    @APIResponse(responseCode = "404", description = "not-found: signing in with Google is off")
    public Uni<Response> leaveForGoogle() {
        if (!sessions.isGoogleOpen()) {
            return Uni.createFrom().item(Problem.of(CommonProblem.NOT_FOUND).response());
        }
        return sessions.leaveForGoogle()
                .map(found -> found.map(departure -> Response.ok(new Way(departure.url(), departure.binding()))
                                .header("Cache-Control", "no-store")
                                .build())
                        .orElseGet(() -> Problem.unavailable(ISSUER_RETRY).response()));
    }

    /** Comes back from Google's page. */
    @POST
    @Path("/google")
    @Operation(summary = "Sign in with what Google's page sent back")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SessionAnswer.class)))
    @APIResponse(responseCode = "401", description = "identity-refused; second-factor-required")
    @APIResponse(responseCode = "404", description = "not-found: signing in with Google is off")
    @APIResponse(responseCode = "409", description = "address-unconfirmed")
    public Uni<Response> comeBackFromGoogle(
            @NotNull @Valid Return request,
            @HeaderParam(CLIENT) @Nullable String client,
            @Context HttpServerRequest connection) {
        return sessions.comeBackFromGoogle(request.code(), request.state(), request.binding(), Origin.of(connection))
                .map(outcome -> answer(outcome, Response.Status.OK, client));
    }

    /** Renews the session. */
    @POST
    @Path("/refresh")
    @Operation(summary = "Exchange the refresh token for the next one and a fresh access token")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SessionAnswer.class)))
    @APIResponse(responseCode = "401", description = "session-ended")
    public Uni<Response> refresh(
            @Valid @Nullable Renew request,
            @HeaderParam(CLIENT) @Nullable String client,
            @CookieParam(COOKIE) @Nullable String cookie,
            @Context HttpServerRequest connection) {
        Origin origin = Origin.of(connection);
        return presented(request, client, cookie)
                .map(token -> sessions.refresh(token, origin))
                .orElseGet(() -> Uni.createFrom().item(new SessionOutcome.Ended()))
                .map(outcome -> answer(outcome, Response.Status.OK, client));
    }

    /** Ends the session; says nothing about whether there was one. */
    @POST
    @Path("/logout")
    @Operation(summary = "Sign out")
    @APIResponse(responseCode = "204")
    public Uni<Response> logout(
            @Valid @Nullable Renew request,
            @HeaderParam(CLIENT) @Nullable String client,
            @CookieParam(COOKIE) @Nullable String cookie,
            @Context HttpServerRequest connection) {
        Origin origin = Origin.of(connection);
        return presented(request, client, cookie)
                .map(token -> sessions.logout(token, origin))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .map(done -> withoutCookie(Response.noContent().build(), client));
    }

    private static Optional<RefreshToken> presented(
            @Nullable Renew request, @Nullable String client, @Nullable String cookie) {
        String inBody = request == null ? null : request.refreshToken();
        String token = inBody == null && WEB.equals(client) ? cookie : inBody;
        return Optional.ofNullable(token)
                .filter(value -> value.length() <= RefreshToken.MAX_LENGTH)
                .map(RefreshToken::new);
    }

    private Response answer(SessionOutcome outcome, Response.Status success, @Nullable String client) {
        return switch (outcome) {
            case SignedIn signedIn -> signedIn(signedIn, success, client);
            case SessionOutcome.EmailTaken taken ->
                Problem.of(AuthProblem.EMAIL_TAKEN).response();
            case SessionOutcome.MailSent sent -> Response.accepted().build();
            case SessionOutcome.LinkInvalid invalid ->
                Problem.of(AuthProblem.LINK_INVALID).response();
            case SessionOutcome.WrongPassword wrong ->
                Problem.of(AuthProblem.WRONG_PASSWORD).response();
            case SessionOutcome.WeakPassword weak ->
                Problem.of(AuthProblem.WEAK_PASSWORD)
                        .with("reason", weak.weakness().word())
                        .response();
            case SessionOutcome.BadCredentials bad ->
                Problem.of(AuthProblem.BAD_CREDENTIALS).response();
            case SessionOutcome.CodeNeeded needed ->
                Problem.of(AuthProblem.SECOND_FACTOR_REQUIRED)
                        .with("challenge", needed.challenge().value())
                        .with("expiresIn", needed.lifetime().toSeconds())
                        .header("Cache-Control", "no-store")
                        .response();
            case SessionOutcome.WrongCode wrong ->
                Problem.of(AuthProblem.WRONG_CODE)
                        .with("attemptsLeft", wrong.attemptsLeft())
                        .response();
            case SessionOutcome.ChallengeEnded ended ->
                Problem.of(AuthProblem.CHALLENGE_ENDED).response();
            case SessionOutcome.IdentityRefused refused ->
                Problem.of(AuthProblem.IDENTITY_REFUSED).response();
            case SessionOutcome.AddressUnconfirmed unconfirmed ->
                Problem.of(AuthProblem.ADDRESS_UNCONFIRMED).response();
            case SessionOutcome.WayClosed closed ->
                Problem.of(CommonProblem.NOT_FOUND).response();
            case SessionOutcome.Throttled throttled ->
                AuthProblem.throttled(throttled.retryAfter()).response();
            case SessionOutcome.Ended ended ->
                withoutCookie(Problem.of(AuthProblem.SESSION_ENDED).response(), client);
            case SessionOutcome.Busy busy ->
                Problem.unavailable(busy.retryAfter()).response();
        };
    }

    private Response signedIn(SignedIn signedIn, Response.Status success, @Nullable String client) {
        Response.ResponseBuilder answer = Response.status(success).header("Cache-Control", "no-store");
        if (!WEB.equals(client)) {
            return answer.entity(SessionAnswer.withRefreshToken(signedIn)).build();
        }
        String token = signedIn.session().refreshToken().value();
        return answer.entity(SessionAnswer.withoutRefreshToken(signedIn))
                .cookie(cookie(token, signedIn.session().left()))
                .build();
    }

    private Response withoutCookie(Response answer, @Nullable String client) {
        return WEB.equals(client)
                ? Response.fromResponse(answer)
                        .cookie(cookie("", Duration.ZERO))
                        .build()
                : answer;
    }

    private NewCookie cookie(String value, Duration left) {
        return new NewCookie.Builder(COOKIE)
                .value(value)
                .path(COOKIE_PATH)
                .maxAge(Math.toIntExact(left.toSeconds()))
                .httpOnly(true)
                .secure(config.cookieSecure())
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
