package gg.tiketi.auth.factor;

import com.fasterxml.jackson.annotation.JsonInclude;
import gg.tiketi.auth.account.AccountId;
import gg.tiketi.auth.account.AccountService;
import gg.tiketi.auth.account.NewAccount;
import gg.tiketi.auth.platform.AuthProblem;
import gg.tiketi.auth.platform.Origin;
import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The signed-in person's second factor. */
@Path("/api/auth/me/second-factor")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Account")
public class FactorResource {

    private final FactorService factors;
    private final FactorPolicy policy;
    private final AccountService accounts;
    private final JsonWebToken token;

    FactorResource(FactorService factors, FactorPolicy policy, AccountService accounts, JsonWebToken token) {
        this.factors = factors;
        this.policy = policy;
        this.accounts = accounts;
        this.token = token;
    }

    /**
     * How it stands.
     *
     * @param available whether one can be had here
     * @param needed whether the account has all its rights only with one
     */
    @RegisterForReflection
    public record FactorState(boolean on, boolean available, boolean needed, long recoveryCodesLeft) {}

    /** The password, before anything is changed. */
    public record FactorBegin(
            @NotNull @Size(max = NewAccount.MAX_PASSWORD) String password) {

        /** Never shows the password. */
        @Override
        public String toString() {
            return "FactorBegin";
        }
    }

    /**
     * A secret for an authenticator.
     *
     * @param secret in base32
     * @param uri the same for a QR code
     */
    @RegisterForReflection
    public record FactorSecret(String secret, String uri) {

        /** Never shows the secret. */
        @Override
        public String toString() {
            return "FactorSecret";
        }
    }

    /** The first code. */
    public record FactorCode(
            @NotNull @Size(min = 1, max = 64) String code) {

        /** Never shows the code. */
        @Override
        public String toString() {
            return "FactorCode";
        }
    }

    /** Codes for whoever loses the authenticator, shown once. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Codes(List<String> recoveryCodes) {

        /** Never shows the codes. */
        @Override
        public String toString() {
            return "Codes";
        }
    }

    /** What it takes to switch it off. */
    public record FactorRemoval(
            @NotNull @Size(max = NewAccount.MAX_PASSWORD) String password,
            @NotNull @Size(min = 1, max = 64) String code) {

        /** Never shows them. */
        @Override
        public String toString() {
            return "FactorRemoval";
        }
    }

    /** Tells how it stands. */
    @GET
    @Operation(summary = "Whether a second factor is on, can be had, and is needed")
    public Uni<FactorState> state() {
        return accounts.find(caller()).chain(found -> found.map(account -> factors.recoveryCodesLeft(account.id())
                        .map(left -> new FactorState(
                                account.secondFactor(), policy.isAvailable(), policy.isNeededBy(account), left)))
                .orElseThrow(() -> new ProblemException(Problem.unauthenticated())));
    }

    /** Makes a secret. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a secret for an authenticator app; counts once its first code was given")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = FactorSecret.class)))
    @APIResponse(responseCode = "409", description = "second-factor-on, second-factor-unavailable")
    @APIResponse(responseCode = "422", description = "wrong-password")
    @APIResponse(responseCode = "429", description = "sign-in-throttled")
    public Uni<Response> begin(@NotNull @Valid FactorBegin begin, @Context HttpServerRequest connection) {
        return factors.begin(caller(), begin.password(), Origin.of(connection)).map(FactorResource::answer);
    }

    /** Switches it on. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Switch the second factor on with its first code; ends all other sessions")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Codes.class)))
    @APIResponse(responseCode = "409", description = "second-factor-on, second-factor-off, second-factor-unavailable")
    @APIResponse(responseCode = "422", description = "wrong-code")
    public Uni<Response> confirm(@NotNull @Valid FactorCode code, @Context HttpServerRequest connection) {
        UUID session = UUID.fromString(token.getClaim("sid"));
        return factors.confirm(caller(), session, code.code(), Origin.of(connection))
                .map(FactorResource::answer);
    }

    /** Switches it off. */
    @DELETE
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Switch the second factor off with the password and a code")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "409", description = "second-factor-off")
    @APIResponse(responseCode = "422", description = "wrong-password, wrong-code")
    @APIResponse(responseCode = "429", description = "sign-in-throttled")
    public Uni<Response> remove(@NotNull @Valid FactorRemoval removal, @Context HttpServerRequest connection) {
        return factors.remove(caller(), removal.password(), removal.code(), Origin.of(connection))
                .map(FactorResource::answer);
    }

    private AccountId caller() {
        return new AccountId(UUID.fromString(token.getSubject()));
    }

    private static Response secret(Object body) {
        return Response.ok(body).header("Cache-Control", "no-store").build();
    }

    private static Response answer(FactorOutcome outcome) {
        return switch (outcome) {
            case FactorOutcome.Begun begun -> secret(new FactorSecret(begun.secret(), begun.uri()));
            case FactorOutcome.On on -> secret(new Codes(on.recoveryCodes()));
            case FactorOutcome.Off off -> Response.noContent().build();
            case FactorOutcome.Unavailable unavailable ->
                Problem.of(AuthProblem.SECOND_FACTOR_UNAVAILABLE).response();
            case FactorOutcome.AlreadyOn on ->
                Problem.of(AuthProblem.SECOND_FACTOR_ON).response();
            case FactorOutcome.NotOn off ->
                Problem.of(AuthProblem.SECOND_FACTOR_OFF).response();
            case FactorOutcome.WrongCode wrong ->
                Problem.of(AuthProblem.WRONG_CODE).response();
            case FactorOutcome.WrongPassword wrong ->
                Problem.of(AuthProblem.WRONG_PASSWORD).response();
            case FactorOutcome.Gone gone -> Problem.unauthenticated().response();
            case FactorOutcome.Throttled throttled ->
                AuthProblem.throttled(throttled.retryAfter()).response();
            case FactorOutcome.Busy busy ->
                Problem.unavailable(busy.retryAfter()).response();
        };
    }
}
