package gg.tiketi.auth.account;

import org.jspecify.annotations.Nullable;

/** What someone gives to open an account. */
public record NewAccount(
        Email email, String password, String name, @Nullable String phone) {

    /** Shortest password, in characters. */
    public static final int MIN_PASSWORD = 10;

    /** Longest password, in characters; more would only cost hashing time. */
    public static final int MAX_PASSWORD = 128;

    /** Never shows the password. */
    @Override
    public String toString() {
        return "NewAccount";
    }
}
