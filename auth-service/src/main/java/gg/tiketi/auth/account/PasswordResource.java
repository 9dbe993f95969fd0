package gg.tiketi.auth.account;

import gg.tiketi.auth.account.PasswordService.Wish;
import gg.tiketi.auth.platform.AuthProblem;
import gg.tiketi.auth.platform.Origin;
import gg.tiketi.defaults.problem.Problem;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
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

/** The signed-in person's password. */
@Path("/api/auth/me/password")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Account")
public class PasswordResource {

    private final PasswordService passwords;
    private final JsonWebToken token;

    PasswordResource(PasswordService passwords, JsonWebToken token) {
        this.passwords = passwords;
        this.token = token;
    }

    /** The old password, and the one that is to take its place. */
    public record PasswordChange(
            @NotNull @Size(max = NewAccount.MAX_PASSWORD) String currentPassword,

            @NotNull @Size(min = NewAccount.MIN_PASSWORD, max = NewAccount.MAX_PASSWORD)
            String newPassword) {

        /** Never shows the passwords. */
        @Override
        public String toString() {
            return "PasswordChange";
        }
    }

    /** Changes it; the session that asks goes on, all others end. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change the password; ends all other sessions")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "422", description = "wrong-password, weak-password")
    @APIResponse(responseCode = "429", description = "sign-in-throttled")
    public Uni<Response> change(@NotNull @Valid PasswordChange change, @Context HttpServerRequest connection) {
        return passwords
                .change(new Wish(
                        new AccountId(UUID.fromString(token.getSubject())),
                        UUID.fromString(token.getClaim("sid")),
                        Origin.of(connection),
                        change.currentPassword(),
                        change.newPassword()))
                .map(PasswordResource::answer);
    }

    private static Response answer(PasswordChangeOutcome outcome) {
        return switch (outcome) {
            case PasswordChangeOutcome.Changed changed -> Response.noContent().build();
            case PasswordChangeOutcome.WrongPassword wrong ->
                Problem.of(AuthProblem.WRONG_PASSWORD).response();
            case PasswordChangeOutcome.WeakPassword weak ->
                Problem.of(AuthProblem.WEAK_PASSWORD)
                        .with("reason", weak.weakness().word())
                        .response();
            case PasswordChangeOutcome.Gone gone -> Problem.unauthenticated().response();
            case PasswordChangeOutcome.Throttled throttled ->
                AuthProblem.throttled(throttled.retryAfter()).response();
            case PasswordChangeOutcome.Busy busy ->
                Problem.unavailable(busy.retryAfter()).response();
        };
    }
}
