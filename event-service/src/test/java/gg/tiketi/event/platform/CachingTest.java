package gg.tiketi.event.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"a\" | true",
                "W/\"a\" | true",
                "\"b\", \"a\" | true",
                "* | true",
                "a | false",
                "\"b\" | false",
                "'' | false",
            })
    void aCopyIsKnownByItsTag(String ifNoneMatch, boolean known) {
        assertThat(Caching.isKnown("\"a\"", ifNoneMatch)).isEqualTo(known);
    }
}
