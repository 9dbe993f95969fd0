package gg.tiketi.auth.account;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an account may do, named by the most it may do; each role has the rights of a buyer besides its own. */
enum Role {
    /** Everything, whoever it belongs to. */
    ADMIN("user", "organizer", "admin"),
    /** Its own events. */
    ORGANIZER("user", "organizer"),
    /** Letting people in at the door. */
    GATE("user", "gate"),
    /** Buying. */
    USER("user");

    private final List<String> rights;

    Role(String... rights) {
        this.rights = List.of(rights);
    }

    /** The words in the account's row and its tokens. */
    List<String> rights() {
        return rights;
    }

    /** The word in JSON and SQL, {@code organizer}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of an account with these rights. */
    static Role of(List<String> rights) {
        return Stream.of(values())
                .filter(role -> rights.contains(role.word()))
                .findFirst()
                .orElse(USER);
    }

    /** The role of a word. */
    static Optional<Role> named(String word) {
        return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
