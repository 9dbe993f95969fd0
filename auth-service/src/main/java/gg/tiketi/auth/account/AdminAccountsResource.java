package gg.tiketi.auth.account;

import gg.tiketi.auth.platform.AuthProblem;
import gg.tiketi.auth.platform.Origin;
import gg.tiketi.defaults.problem.CommonProblem;
import gg.tiketi.defaults.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Everybody's accounts and their roles, for administrators. */
@Path("/api/admin/accounts")
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
public class AdminAccountsResource {

    private static final String ROLES = "user|organizer|gate|admin";

    private final RoleRepository roles;
    private final Notices notices;
    private final JsonWebToken token;

    AdminAccountsResource(RoleRepository roles, Notices notices, JsonWebToken token) {
        this.roles = roles;
        this.notices = notices;
        this.token = token;
    }

    /** Accounts, the newest first. */
    @RegisterForReflection
    public record AccountList(List<AccountOfSomeone> items, int page, int size, long total) {}

    /**
     * An account as administrators see it.
     *
     * @param role the most that it may do
     */
    @RegisterForReflection
    public record AccountOfSomeone(
            UUID id,
            String email,
            String name,
            String role,
            boolean emailVerified,
            boolean secondFactor,
            Instant createdAt) {}

    /** The role that an account is to have. */
    public record RoleChange(
            @NotNull @Pattern(regexp = ROLES) String role) {}

    /** Lists them. */
    @GET
    @Operation(summary = "Accounts, the newest first")
    public Uni<AccountList> list(
            @RestQuery
                    @Nullable
                    @Size(min = 1, max = 100)
                    @Pattern(regexp = "[^\\p{Cc}]*")
                    @Parameter(description = "part of the address or the name")
                    String q,
            @RestQuery @Nullable @Pattern(regexp = ROLES) String role,
            @RestQuery @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @RestQuery @DefaultValue("20") @Min(1) @Max(100) int size) {
        String text = q == null ? null : q.strip().toLowerCase(Locale.ROOT);
        Role only = role == null ? null : Role.named(role).orElseThrow();
        return roles.find(text, only, page, size)
                .map(found -> new AccountList(
                        found.accounts().stream()
                                .map(AdminAccountsResource::view)
                                .toList(),
                        page,
                        size,
                        found.total()));
    }

    /** Gives an account another role; its sessions end, so that the new one counts at once. */
    @PUT
    @Path("/{id}/role")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Give an account another role; ends its sessions")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AccountOfSomeone.class)))
    @APIResponse(responseCode = "404", description = "not-found")
    @APIResponse(responseCode = "409", description = "own-role")
    public Uni<Response> give(
            @RestPath UUID id, @NotNull @Valid RoleChange change, @Context HttpServerRequest connection) {
        AccountId actor = new AccountId(UUID.fromString(token.getSubject()));
        Role role = Role.named(change.role()).orElseThrow();
        return roles.give(actor, new AccountId(id), role, Origin.of(connection))
                .invoke(this::tell)
                .map(AdminAccountsResource::answer);
    }

    private void tell(RoleOutcome outcome) {
        if (outcome instanceof RoleOutcome.Given given && given.changed()) {
            notices.tell(given.account().account().email(), Notice.ROLE_CHANGED);
        }
    }

    private static Response answer(RoleOutcome outcome) {
        return switch (outcome) {
            case RoleOutcome.Given given -> Response.ok(view(given.account())).build();
            case RoleOutcome.Unknown unknown ->
                Problem.of(CommonProblem.NOT_FOUND).response();
            case RoleOutcome.OwnRole own -> Problem.of(AuthProblem.OWN_ROLE).response();
            case RoleOutcome.NoAdministrator none ->
                Problem.of(CommonProblem.FORBIDDEN).response();
        };
    }

    private static AccountOfSomeone view(ListedAccount listed) {
        Account account = listed.account();
        return new AccountOfSomeone(
                account.id().value(),
                account.email().value(),
                account.name(),
                Role.of(account.roles()).word(),
                account.emailVerified(),
                account.secondFactor(),
                listed.createdAt());
    }
}
