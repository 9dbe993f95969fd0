package gg.tiketi.auth.account;

import java.util.Locale;

/** Which Latin keys a Korean word is typed with (두벌식): {@code 비밀번호} is {@code qlalfqjsgh}, and looks random. */
final class HangulKeys {

    private static final int FIRST_SYLLABLE = 0xAC00;
    private static final int LAST_SYLLABLE = 0xD7A3;

    private static final String[] INITIALS = "r R s e E f a q Q t T d w W c z x v g".split(" ", -1);
    private static final String[] VOWELS = "k o i O j p u P h hk ho hl y n nj np nl b m ml l".split(" ", -1);
    private static final String[] FINALS =
            " r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g".split(" ", -1);

    private HangulKeys() {}

    /** The keys in lower case; what is not a Korean syllable stays. */
    static String of(String text) {
        StringBuilder keys = new StringBuilder();
        for (char next : text.toCharArray()) {
            if (next < FIRST_SYLLABLE || next > LAST_SYLLABLE) {
                keys.append(next);
            } else {
                int index = next - FIRST_SYLLABLE;
                keys.append(INITIALS[index / (VOWELS.length * FINALS.length)])
                        .append(VOWELS[index / FINALS.length % VOWELS.length])
                        .append(FINALS[index % FINALS.length]);
            }
        }
        return keys.toString().toLowerCase(Locale.ROOT);
    }
}
