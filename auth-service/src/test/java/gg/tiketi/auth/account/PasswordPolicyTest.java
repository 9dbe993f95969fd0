package gg.tiketi.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordPolicyTest {

    private static final Email EMAIL = new Email("long.name@example.com");
    private final PasswordPolicy policy = new PasswordPolicy(CommonPasswords.read());

    @ParameterizedTest
    @CsvSource({
        "123456789,LENGTH",
        "1234567890,COMMON",
        "Password123,COMMON",
        "aaaaaaaaaaaa,COMMON",
        "ababababab12,COMMON",
        "long.name@example.com,PERSONAL",
        "LONG.name@example.COM,PERSONAL",
        "Kim Chul-soo,PERSONAL",
        "correct horse battery,''",
        "비밀번호는열글자이상입니다,''"
    })
    void onlyWeakPasswordsAreRefused(String password, String weakness) {
        // when
        var found = policy.weakness(password, EMAIL, "Kim Chul-soo");

        // then
        assertThat(found.map(Enum::name).orElse("")).isEqualTo(weakness);
    }

    @Test
    void passwordsOverTheLimitAreRefused() {
        // when
        var found = policy.weakness("abcdefghij".repeat(13), EMAIL, "Kim");

        // then
        assertThat(found).contains(PasswordWeakness.LENGTH);
    }

    @Test
    void everyListedPasswordIsLongEnoughToMatterAndInLowerCase() {
        // when
        var list = CommonPasswords.read();

        // then
        assertThat(list).hasSizeGreaterThan(200).allMatch(word -> word.length() >= NewAccount.MIN_PASSWORD);
        assertThat(list).allMatch(word -> word.equals(word.toLowerCase(java.util.Locale.ROOT)));
    }
}
