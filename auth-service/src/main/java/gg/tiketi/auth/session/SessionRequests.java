package gg.tiketi.auth.session;

import gg.tiketi.auth.account.Email;
import gg.tiketi.auth.account.NewAccount;
import gg.tiketi.auth.account.PersonName;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What clients send to sign in; none of these ever shows its content in text form. */
final class SessionRequests {

    private SessionRequests() {}

    /** Opens an account. */
    public record Register(
            @NotNull @Size(max = Email.MAX_LENGTH) @Pattern(regexp = Email.FORMAT)
            String email,

            @NotNull @Size(min = NewAccount.MIN_PASSWORD, max = NewAccount.MAX_PASSWORD)
            String password,

            @NotNull @Size(min = 1, max = 100) @Pattern(regexp = PersonName.FORMAT)
            String name,

            @Pattern(regexp = PersonName.PHONE_FORMAT) @Nullable
            String phone) {

        NewAccount person() {
            return new NewAccount(new Email(email), password, name.strip(), phone);
        }

        @Override
        public String toString() {
            return "Register";
        }
    }

    /** Finishes a registration: the token of the mailed link, and the password chosen before. */
    public record Finish(
            @NotNull @Size(max = RefreshToken.MAX_LENGTH) String token,

            @NotNull @Size(max = NewAccount.MAX_PASSWORD) String password) {

        @Override
        public String toString() {
            return "Finish";
        }
    }

    /** Signs in; says nothing about how a good password looks. No text in PostgreSQL can hold a zero byte. */
    public record Login(
            @NotNull @Size(max = Email.MAX_LENGTH) @Pattern(regexp = "[^\\p{Cc}]*")
            String email,

            @NotNull @Size(max = NewAccount.MAX_PASSWORD) String password) {

        @Override
        public String toString() {
            return "Login";
        }
    }

    /** The code that follows a right password. */
    public record Code(
            @NotNull @Size(max = ChallengeToken.MAX_LENGTH) String challenge,

            @NotNull @Size(min = 1, max = 64) String code) {

        @Override
        public String toString() {
            return "Code";
        }
    }

    /** What somebody brings back from Google's page, and what they kept meanwhile. */
    public record Return(
            @NotNull @Size(min = 1, max = 2048) String code,
            @NotNull @Size(min = 1, max = 128) String state,
            @NotNull @Size(min = 1, max = 128) String binding) {

        @Override
        public String toString() {
            return "Return";
        }
    }

    /** Renews or ends a session; the token may travel in the cookie instead. */
    public record Renew(
            @Size(max = RefreshToken.MAX_LENGTH) @Nullable String refreshToken) {

        @Override
        public String toString() {
            return "Renew";
        }
    }
}
