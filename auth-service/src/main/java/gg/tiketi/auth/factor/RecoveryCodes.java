package gg.tiketi.auth.factor;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Codes for whoever lost their authenticator: 80 random bits each, as {@code ABCD-EFGH-2345-6789}, good for once. */
final class RecoveryCodes {

    /** How many are given out. */
    static final int COUNT = 10;

    private static final int BYTES = 10;
    private static final int GROUP = 4;

    private RecoveryCodes() {}

    /** A fresh set. */
    static List<String> create(SecureRandom random) {
        return IntStream.range(0, COUNT)
                .mapToObj(i -> {
                    byte[] bytes = new byte[BYTES];
                    random.nextBytes(bytes);
                    return grouped(Base32.encode(bytes));
                })
                .toList();
    }

    /** The one form of a code, however somebody wrote it. */
    static String plain(String typed) {
        return typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }

    private static String grouped(String code) {
        return code.replaceAll("(.{" + GROUP + "})(?!$)", "$1-");
    }
}
