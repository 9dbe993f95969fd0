package gg.tiketi.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, localhost:3001, false",
                "http://localhost:3001, localhost:3001, false",
                "https://Tiketi.gg, tiketi.gg, false",
                "http://localhost:3001, localhost:3002, true",
                "https://tiketi.gg.evil.example, tiketi.gg, true",
                "null, tiketi.gg, true",
                "https://tiketi.gg, -, true"
            })
    void onlyTheSameHostIsAtHome(String origin, String host, boolean foreign) {
        // when
        boolean found = Origins.isForeign(origin, host);

        // then
        assertThat(found).isEqualTo(foreign);
    }
}
