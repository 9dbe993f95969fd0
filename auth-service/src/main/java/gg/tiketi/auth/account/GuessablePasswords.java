package gg.tiketi.auth.account;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Families of passwords that are tried first, recognised by how they are made instead of by a list of them all:
 *
 * <pre>
 * a common word, with digits and signs before or after    Password2027!  p@ssw0rd99  비밀번호1234
 * a Korean word typed with Latin keys, the same           qlalfqjsgh1!   tkfkdgo1004
 * runs of neighbours on the keyboard or in a row          1qaz2wsx3edc   abcdefgh1234
 * something short, repeated                               lovelove12love… is not, lovelovelove is
 * a day, a telephone number                               19990101…      01012345678
 * </pre>
 *
 * What it does not know: words of other languages, names, two words in a row. Length is the defence against those.
 */
final class GuessablePasswords {

    /** Digits and signs around a word that add next to nothing. */
    private static final int MOST_AROUND_A_WORD = 6;

    private static final int SHORTEST_WORD = 4;

    /** A run of neighbours is as good as a character or two; so many characters must each begin one at least. */
    private static final int CHARACTERS_PER_RUN = 4;

    private static final List<String> KEYBOARD = List.of("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./");

    private static final Pattern DAY =
            Pattern.compile("(19|20)\\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\D?\\d{0,4}");
    private static final Pattern TELEPHONE = Pattern.compile("01[016-9]\\D?\\d{3,4}\\D?\\d{4}");

    /** What people take for a password in Korean, and what this service is about. */
    private static final List<String> KOREAN_WORDS = List.of(
            "안녕하세요",
            "안녕",
            "비밀번호",
            "비번",
            "암호",
            "사랑해",
            "사랑해요",
            "사랑합니다",
            "사랑",
            "행복하세요",
            "감사합니다",
            "고맙습니다",
            "대한민국",
            "한국사람",
            "우리나라",
            "동해물과백두산이",
            "무궁화",
            "가나다라",
            "가나다라마바사",
            "아자아자",
            "화이팅",
            "파이팅",
            "엄마아빠",
            "우리가족",
            "천사",
            "공주님",
            "왕자님",
            "바보",
            "멍청이",
            "친구",
            "학교",
            "선생님",
            "컴퓨터",
            "인터넷",
            "네이버",
            "카카오",
            "카카오톡",
            "삼성전자",
            "관리자",
            "테스트",
            "로그인",
            "회원가입",
            "티케티",
            "티켓팅",
            "티켓",
            "예매",
            "콘서트",
            "뮤지컬",
            "야구",
            "축구",
            "방탄소년단",
            "아이유",
            "블랙핑크",
            "임영웅");

    private static final List<String> SERVICE_WORDS =
            List.of("tiketi", "tiketing", "ticketing", "ticket", "concert", "musical", "baseball", "reservation");

    private final Set<String> words;

    /** With a list of common passwords in lower case, whose words count with anything around them. */
    GuessablePasswords(Set<String> common) {
        Set<String> known = new HashSet<>(common);
        Stream.of(common.stream().map(GuessablePasswords::core), SERVICE_WORDS.stream(), KOREAN_WORDS.stream())
                .flatMap(list -> list)
                .filter(word -> word.codePointCount(0, word.length()) >= SHORTEST_WORD || isKorean(word))
                .forEach(known::add);
        KOREAN_WORDS.stream().map(HangulKeys::of).forEach(known::add);
        this.words = Set.copyOf(known);
    }

    /** Whether the password, in whatever Unicode form and case, belongs to one of the families. */
    boolean contain(String password) {
        String lower =
                Normalizer.normalize(password, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
        return isWord(lower)
                || isWord(unleeted(lower))
                || isRuns(lower)
                || isRepeated(lower)
                || DAY.matcher(lower).matches()
                || TELEPHONE.matcher(lower).matches();
    }

    /** Whether nothing but a name, or whatever else belongs to its owner, and a few characters are in the password. */
    static boolean isPersonal(String password, Email email, String name) {
        String rest = Normalizer.normalize(password, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        String before = rest;
        for (String part : parts(email, name)) {
            rest = rest.replace(part, "");
        }
        return !rest.equals(before) && rest.length() <= MOST_AROUND_A_WORD;
    }

    /** The longest first, so that a part of another does not spoil it. */
    private static List<String> parts(Email email, String name) {
        String person = Normalizer.normalize(name, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
        return Stream.of(
                        Stream.of(email.value(), email.localPart(), person, HangulKeys.of(person)),
                        Stream.of(email.value().split("[.@_+-]", -1)),
                        Stream.of(person.split("\\s+", -1)),
                        Stream.of(person.split("\\s+", -1)).map(HangulKeys::of))
                .flatMap(list -> list)
                .filter(part -> part.length() >= SHORTEST_WORD - 1 || isKorean(part))
                .distinct()
                .sorted((one, other) -> Integer.compare(other.length(), one.length()))
                .toList();
    }

    private boolean isWord(String text) {
        if (words.contains(text)) {
            return true;
        }
        String core = core(text);
        return text.length() - core.length() <= MOST_AROUND_A_WORD && words.contains(core);
    }

    /** The text from its first to its last letter. */
    private static String core(String text) {
        int from = 0;
        int end = text.length();
        while (from < end && !Character.isLetter(text.charAt(from))) {
            from++;
        }
        while (end > from && !Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(from, end);
    }

    /** Letters that signs were put for. Ends stay: there a digit is more likely one that was added. */
    private static String unleeted(String text) {
        String end = text.replaceFirst("^.*?([^\\p{L}]*)$", "$1");
        return text.substring(0, text.length() - end.length())
                        .chars()
                        .mapToObj(next -> String.valueOf(letter((char) next)))
                        .collect(Collectors.joining())
                + end;
    }

    private static char letter(char sign) {
        return switch (sign) {
            case '@', '4' -> 'a';
            case '3' -> 'e';
            case '1', '!' -> 'i';
            case '0' -> 'o';
            case '5', '$' -> 's';
            case '7' -> 't';
            default -> sign;
        };
    }

    private static boolean isRuns(String text) {
        int runs = 1;
        for (int i = 1; i < text.length(); i++) {
            if (!areNeighbours(text.charAt(i - 1), text.charAt(i))) {
                runs++;
            }
        }
        return runs <= Math.max(1, text.length() / CHARACTERS_PER_RUN);
    }

    private static boolean areNeighbours(char one, char other) {
        if (one == other) {
            return true;
        }
        boolean isSequence = Character.isLetterOrDigit(one) && Math.abs(one - other) == 1;
        return isSequence || areNeighboursOnTheKeyboard(one, other);
    }

    /** Beside each other, or one row apart; each row stands half a key to the right of the one above. */
    private static boolean areNeighboursOnTheKeyboard(char one, char other) {
        for (int row = 0; row < KEYBOARD.size(); row++) {
            int column = KEYBOARD.get(row).indexOf(one);
            for (int next = row; column >= 0 && next <= Math.min(row + 1, KEYBOARD.size() - 1); next++) {
                int otherColumn = KEYBOARD.get(next).indexOf(other);
                int apart = otherColumn - column;
                if (otherColumn >= 0 && (next == row ? Math.abs(apart) == 1 : apart == 0 || apart == -1)) {
                    return true;
                }
            }
            int below = KEYBOARD.get(row).indexOf(other);
            int above = row + 1 < KEYBOARD.size() ? KEYBOARD.get(row + 1).indexOf(one) : -1;
            if (below >= 0 && above >= 0 && (below == above || below == above + 1)) {
                return true;
            }
        }
        return false;
    }

    /** A repetition is as good as what is repeated. */
    private static boolean isRepeated(String text) {
        for (int period = 1; period < NewAccount.MIN_PASSWORD && period * 2 <= text.length(); period++) {
            if (text.startsWith(text.substring(period))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isKorean(String text) {
        return text.length() >= 2 && text.codePoints().allMatch(point -> point >= 0xAC00 && point <= 0xD7A3);
    }
}
