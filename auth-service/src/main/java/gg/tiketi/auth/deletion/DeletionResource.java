package gg.tiketi.auth.deletion;

import gg.tiketi.auth.account.AccountId;
import gg.tiketi.auth.account.NewAccount;
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
import jakarta.ws.rs.DELETE;
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
import org.jspecify.annotations.Nullable;

/** The end of the signed-in person's account. */
@Path("/api/auth/me")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Account")
public class DeletionResource {

    private final DeletionService deletions;
    private final JsonWebToken token;

    DeletionResource(DeletionService deletions, JsonWebToken token) {
        this.deletions = deletions;
        this.token = token;
    }

    /** Everything that signing in takes; the code where there is a second factor. */
    public record Deletion(
            @NotNull @Size(max = NewAccount.MAX_PASSWORD) String password,

            @Size(max = 64) @Nullable String code) {

        /** Never shows them. */
        @Override
        public String toString() {
            return "Deletion";
        }
    }

    /** Deletes it for good. */
    @DELETE
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Delete the account for good; ends all sessions, frees the address")
    @APIResponse(responseCode = "204")
    @APIResponse(responseCode = "409", description = "last-administrator")
    @APIResponse(responseCode = "422", description = "wrong-password, wrong-code")
    @APIResponse(responseCode = "429", description = "sign-in-throttled")
    public Uni<Response> delete(@NotNull @Valid Deletion deletion, @Context HttpServerRequest connection) {
        AccountId account = new AccountId(UUID.fromString(token.getSubject()));
        String code = deletion.code() == null ? "" : deletion.code();
        return deletions
                .delete(account, deletion.password(), code, Origin.of(connection))
                .map(DeletionResource::answer);
    }

    private static Response answer(DeletionOutcome outcome) {
        return switch (outcome) {
            case DeletionOutcome.Deleted deleted -> Response.noContent().build();
            case DeletionOutcome.LastAdministrator last ->
                Problem.of(AuthProblem.LAST_ADMINISTRATOR).response();
            case DeletionOutcome.WrongCode wrong ->
                Problem.of(AuthProblem.WRONG_CODE).response();
            case DeletionOutcome.WrongPassword wrong ->
                Problem.of(AuthProblem.WRONG_PASSWORD).response();
            case DeletionOutcome.Gone gone -> Problem.unauthenticated().response();
            case DeletionOutcome.Throttled throttled ->
                AuthProblem.throttled(throttled.retryAfter()).response();
            case DeletionOutcome.Busy busy ->
                Problem.unavailable(busy.retryAfter()).response();
        };
    }
}
