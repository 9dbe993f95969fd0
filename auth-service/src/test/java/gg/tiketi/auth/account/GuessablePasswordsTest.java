package gg.tiketi.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuessablePasswordsTest {

    private static final String LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final GuessablePasswords guessable = new GuessablePasswords(CommonPasswords.read());
    private final PasswordPolicy policy = new PasswordPolicy(CommonPasswords.read());

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a word with something around it
                "Password2027!",
                "password!!99",
                "1password1",
                "P@ssw0rd2031",
                "p4$$word77",
                "Summer2031!!",
                "!!qwerty2031",
                "Administrator7",
                "tiketi2026!",
                "TIKETI_1004",
                "concert2030!",
                // Korean words, as such and by their keys
                "비밀번호123456",
                "사랑해요123456",
                "qlalfqjsgh77!",
                "dkssudgktpdy99",
                "tkfkdgody1004",
                "eogksalsrnr1",
                "rkskekfkakqktk",
                "xlzpxl2026!!",
                // the keyboard and the alphabet
                "qwertyuiop[]",
                "asdfghjkl;'",
                "1qaz2wsx3edc",
                "1q2w3e4r5t6y",
                "zaq12wsxcde3",
                "qwer1234asdf",
                "0987654321",
                "abcdefghijkl",
                "zyxwvutsrq",
                "poiuytrewq",
                "zxcvbnm,./",
                "qazwsxedcrfv",
                // repeated
                "abcabcabcabc",
                "lovelovelove",
                "7a7a7a7a7a7a",
                "xk7mxk7mxk7m",
                // days and telephones
                "1999010112",
                "19990101-1234",
                "01098765432",
                "010-9876-5432"
            })
    void familiesOfGuessablePasswordsAreRecognised(String password) {
        assertThat(guessable.contain(password)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery",
                "another horse battery",
                "paper moon over busan",
                "password is not my password",
                "tiketi sells my seats",
                "8x!kQ2vT#m",
                "dragonfly-lantern",
                "summer83920175",
                "비밀번호는 비밀이다",
                "우리집 강아지는 복슬",
                "xk7mQx9r-xk7mQx9rZ",
                "3141592653589793"
            })
    void othersAreNot(String password) {
        assertThat(guessable.contain(password)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "gildong.hong@example.com, 홍길동, gildong.hong1!",
        "gildong.hong@example.com, 홍길동, HongGildong99",
        "gildong.hong@example.com, 홍길동, 홍길동홍길동123456",
        "gildong.hong@example.com, 홍길동, ghdrlfehd12",
        "gildong.hong@example.com, 홍길동, gildong2026",
        "minsu90@mycompany.co.kr, Minsu Kim, minsu90minsu90",
        "minsu90@mycompany.co.kr, Minsu Kim, MyCompany1!",
        "minsu90@mycompany.co.kr, Minsu Kim, kimminsu1990"
    })
    void whatIsTheOwnersIsPersonal(String email, String name, String password) {
        assertThat(policy.weakness(password, new Email(email), name)).contains(PasswordWeakness.PERSONAL);
    }

    @Test
    void aNameWithinSomethingLongIsFine() {
        assertThat(policy.weakness("minsu likes paper moons", new Email("minsu90@example.com"), "Minsu Kim"))
                .isEmpty();
    }

    @Test
    void everyPasswordOfTheListCountsWithOtherDigitsBehind() {
        assertThat(CommonPasswords.read())
                .filteredOn(password -> password.matches("[a-z]{6,}\\d{1,4}"))
                .hasSizeGreaterThan(60)
                .allSatisfy(password -> assertThat(guessable.contain(password.replaceAll("\\d+$", "") + "9071"))
                        .isTrue());
    }

    @Test
    void randomPasswordsAreHardlyEverTakenForGuessable() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> wrong = IntStream.range(0, 20_000)
                .mapToObj(i -> random.ints(12, 0, LETTERS.length())
                        .mapToObj(index -> String.valueOf(LETTERS.charAt(index)))
                        .reduce("", String::concat))
                .filter(guessable::contain)
                .toList();

        // Chance makes neighbours on the keyboard now and then: about one in ten thousand.
        assertThat(wrong).as("seed %d", seed).hasSizeLessThan(20);
    }

    @ParameterizedTest
    @CsvSource({
        "안녕하세요,dkssudgktpdy",
        "비밀번호,qlalfqjsgh",
        "대한민국,eogksalsrnr",
        "꽃길,rhcrlf",
        "값,rkqt",
        "의사,dmltk",
        "Tiketi 티켓,tiketi xlzpt"
    })
    void koreanWordsAreTypedByTheseKeys(String word, String keys) {
        assertThat(HangulKeys.of(word)).isEqualTo(keys);
    }
}
