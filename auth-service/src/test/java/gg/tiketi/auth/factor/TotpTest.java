package gg.tiketi.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** RFC 4226, appendix D. */
    @ParameterizedTest
    @CsvSource({
        "0,755224", "1,287082", "2,359152", "3,969429", "4,338314",
        "5,254676", "6,287922", "7,162583", "8,399871", "9,520489"
    })
    void countersGiveTheCodesOfTheStandard(long counter, String code) {
        assertThat(Totp.code(SECRET, counter)).isEqualTo(code);
    }

    /** RFC 6238, appendix B, the SHA-1 rows; of its eight digits the last six. */
    @ParameterizedTest
    @CsvSource({
        "59,94287082", "1111111109,07081804", "1111111111,14050471",
        "1234567890,89005924", "2000000000,69279037", "20000000000,65353130"
    })
    void timesGiveTheCodesOfTheStandard(long seconds, String eightDigits) {
        assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(seconds)))).isEqualTo(eightDigits.substring(2));
    }

    @ParameterizedTest
    @CsvSource({"-2,false", "-1,true", "0,true", "1,true", "2,false"})
    void clocksMayDifferByOneStep(long steps, boolean accepted) {
        // given
        Instant now = Instant.ofEpochSecond(1_111_111_111);
        String code = Totp.code(SECRET, Totp.step(now) + steps);

        // then
        assertThat(Totp.match(SECRET, code, now, 0).isPresent()).isEqualTo(accepted);
    }

    @Test
    void aUsedCodeAndOlderOnesCountNoMore() {
        // given
        Instant now = Instant.ofEpochSecond(1_111_111_111);
        long step = Totp.step(now);

        // then
        assertThat(Totp.match(SECRET, Totp.code(SECRET, step), now, step)).isEmpty();
        assertThat(Totp.match(SECRET, Totp.code(SECRET, step - 1), now, step)).isEmpty();
        assertThat(Totp.match(SECRET, Totp.code(SECRET, step + 1), now, step)).hasValue(step + 1);
    }

    @ParameterizedTest
    @CsvSource({"''", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "05047 1"})
    void rubbishIsNoCode(String code) {
        assertThat(Totp.match(SECRET, code, Instant.ofEpochSecond(1_111_111_111), 0))
                .isEmpty();
    }

    /** RFC 4648, section 10, without padding. */
    @ParameterizedTest
    @CsvSource({"'',''", "f,MY", "fo,MZXQ", "foo,MZXW6", "foob,MZXW6YQ", "fooba,MZXW6YTB", "foobar,MZXW6YTBOI"})
    void base32IsThatOfTheStandard(String text, String encoded) {
        assertThat(Base32.encode(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
    }
}
