package gg.tiketi.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8, 127.9.9.9, true",
        "127.0.0.0/8, 128.0.0.1, false",
        "127.0.0.0/8, ::ffff:127.0.0.1, true",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "::1, ::1, true",
        "::1, 127.0.0.1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "0.0.0.0/0, 9.9.9.9, true",
        "0.0.0.0/0, unknown, false",
    })
    void anAddressIsInOrNot(String range, String address, boolean contained) {
        assertThat(new AddressRanges(List.of(range)).contain(address)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", ""})
    void whatIsNoRangeIsRefusedAtStart(String text) {
        assertThatThrownBy(() -> new AddressRanges(List.of(text))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIpv6NetworkIsOneCaller() {
        assertThat(AddressRanges.network("2001:db8:1:2:3:4:5:6")).isEqualTo(AddressRanges.network("2001:db8:1:2::9"));
        assertThat(AddressRanges.network("2001:db8:1:3::9")).isNotEqualTo(AddressRanges.network("2001:db8:1:2::9"));
        assertThat(AddressRanges.network("10.1.2.3")).isEqualTo("10.1.2.3");
    }
}
