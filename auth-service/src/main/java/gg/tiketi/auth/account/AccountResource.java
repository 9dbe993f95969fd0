package gg.tiketi.auth.account;

import gg.tiketi.defaults.problem.Problem;
import gg.tiketi.defaults.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The signed-in person's own account. */
@Path("/api/auth/me")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Account")
public class AccountResource {

    private final AccountService accounts;
    private final JsonWebToken token;

    AccountResource(AccountService accounts, JsonWebToken token) {
        this.accounts = accounts;
        this.token = token;
    }

    /** What may be changed; a missing field stays as it is. */
    public record ProfileChange(
            @Size(min = 1, max = 100) @Pattern(regexp = PersonName.FORMAT) @Nullable
            String name,

            @Pattern(regexp = PersonName.PHONE_FORMAT) @Nullable
            String phone) {}

    /** Shows the account. */
    @GET
    @Operation(summary = "The signed-in person's account")
    public Uni<AccountView> show() {
        return accounts.find(caller()).map(AccountResource::view);
    }

    /** Changes name or phone. */
    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change name or phone")
    public Uni<AccountView> change(@NotNull @Valid ProfileChange change) {
        return accounts.changeProfile(caller(), change.name(), change.phone()).map(AccountResource::view);
    }

    private AccountId caller() {
        return new AccountId(UUID.fromString(token.getSubject()));
    }

    /** A good token of an account that is gone is worth nothing. */
    private static AccountView view(Optional<Account> account) {
        return account.map(AccountView::of)
                .orElseThrow(
                        () -> new ProblemException(Problem.unauthenticated().detail("The account is not active")));
    }
}
