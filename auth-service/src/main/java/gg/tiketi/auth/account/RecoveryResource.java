package gg.tiketi.auth.account;

import gg.tiketi.auth.platform.AuthProblem;
import gg.tiketi.auth.platform.Origin;
import gg.tiketi.defaults.problem.Problem;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What one can do by mail: set a forgotten password anew, confirm an address. */
@Path("/api/auth")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Account")
public class RecoveryResource {

    private final RecoveryService recovery;
    private final JsonWebToken token;

    RecoveryResource(RecoveryService recovery, JsonWebToken token) {
        this.recovery = recovery;
        this.token = token;
    }

    /** Whose password is forgotten. */
    public record Forgotten(
            @NotNull @Size(max = Email.MAX_LENGTH) @Pattern(regexp = Email.FORMAT)
            String email) {

        @Override
        public String toString() {
            return "Forgotten";
        }
    }

    /** A mailed link's token and the password that it is to set. */
    public record Reset(
            @NotNull @Size(max = LinkToken.MAX_LENGTH) String token,

            @NotNull @Size(min = NewAccount.MIN_PASSWORD, max = NewAccount.MAX_PASSWORD)
            String newPassword) {

        @Override
        public String toString() {
            return "Reset";
        }
    }

    /** A mailed link's token. */
    public record Verification(
            @NotNull @Size(max = LinkToken.MAX_LENGTH) String token) {

        @Override
        public String toString() {
            return "Verification";
        }
    }

    /** Mails a link; says nothing about whether the address has an account. */
    @POST
    @Path("/password-reset")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Mail a link that sets a new password; answers alike whoever has an account")
    @APIResponse(responseCode = "202")
    public Uni<Response> askForReset(@NotNull @Valid Forgotten forgotten) {
        return recovery.askForReset(new Email(forgotten.email()))
                .replaceWith(() -> Response.accepted().build());
    }

    /** Sets a new password. */
    @PUT
    @Path("/password-reset")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Set a new password with a mailed link; ends all sessions")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "410", description = "link-invalid")
    @APIResponse(responseCode = "422", description = "weak-password")
    public Uni<Response> reset(@NotNull @Valid Reset reset, @Context HttpServerRequest connection) {
        return recovery.reset(new LinkToken(reset.token()), reset.newPassword(), Origin.of(connection))
                .map(RecoveryResource::answer);
    }

    /** Mails the link that confirms the address once more. */
    @POST
    @Path("/email-verification")
    @Authenticated
    @Operation(summary = "Mail the link that confirms the address once more")
    @APIResponse(responseCode = "202")
    public Uni<Response> askForVerification() {
        return recovery.askForVerification(new AccountId(UUID.fromString(token.getSubject())))
                .map(isLive -> isLive
                        ? Response.accepted().build()
                        : Problem.unauthenticated().response());
    }

    /** Confirms the address. */
    @PUT
    @Path("/email-verification")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Confirm the address with a mailed link")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "410", description = "link-invalid")
    public Uni<Response> verify(@NotNull @Valid Verification verification, @Context HttpServerRequest connection) {
        return recovery.verify(new LinkToken(verification.token()), Origin.of(connection))
                .map(RecoveryResource::answer);
    }

    private static Response answer(RecoveryOutcome outcome) {
        return switch (outcome) {
            case RecoveryOutcome.Done done -> Response.noContent().build();
            case RecoveryOutcome.LinkInvalid invalid ->
                Problem.of(AuthProblem.LINK_INVALID).response();
            case RecoveryOutcome.WeakPassword weak ->
                Problem.of(AuthProblem.WEAK_PASSWORD)
                        .with("reason", weak.weakness().word())
                        .response();
            case RecoveryOutcome.Busy busy ->
                Problem.unavailable(busy.retryAfter()).response();
        };
    }
}
