package gg.tiketi.auth.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An account as its owner sees it. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountView(
        UUID id,
        String email,
        String name,
        @Nullable String phone,
        List<String> roles,
        boolean emailVerified,
        boolean secondFactor) {

    /** Shows the account. */
    public static AccountView of(Account account) {
        return new AccountView(
                account.id().value(),
                account.email().value(),
                account.name(),
                account.phone(),
                account.roles(),
                account.emailVerified(),
                account.secondFactor());
    }
}
