package gg.tiketi.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedHeadersTest {

    @ParameterizedTest
    @CsvSource({
        "0, '',                  10.0.0.1",
        "0, '6.6.6.6',           10.0.0.1",
        "1, '7.7.7.7',           7.7.7.7",
        "1, '6.6.6.6|7.7.7.7',   7.7.7.7",
        "1, '6.6.6.6, 7.7.7.7',  7.7.7.7",
        "2, '6.6.6.6, 7.7.7.7',  6.6.6.6",
        "2, '7.7.7.7',           10.0.0.1",
        "1, '',                  10.0.0.1"
    })
    void onlyTrustedProxiesAreBelieved(int hops, String header, String expected) {
        // given
        List<String> headers = header.isEmpty() ? List.of() : Arrays.asList(header.split("\\|"));

        // when
        String address = ForwardedHeaders.clientAddress("10.0.0.1", headers, hops);

        // then
        assertThat(address).isEqualTo(expected);
    }
}
