package gg.tiketi.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {

    @ParameterizedTest
    @ValueSource(strings = {"a@b.co", "first.last+tag@sub.example.com", "admin@tiketi.local", " A@B.CO "})
    void addressesArePermitted(String address) {
        // when
        boolean matches = address.matches(Email.FORMAT);

        // then
        assertThat(matches).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "a@b", "@b.co", "a@.co", "a@b..co", "a b@c.de", "a@b@c.de", "a\u0000@b.co", "a@-b.co"})
    void otherTextIsRefused(String address) {
        // when
        boolean matches = address.matches(Email.FORMAT);

        // then
        assertThat(matches).isFalse();
    }

    @Test
    void theSameAddressIsStoredInOneForm() {
        // when
        Email email = new Email("  Kim@Example.COM ");

        // then
        assertThat(email.value()).isEqualTo("kim@example.com");
        assertThat(email.localPart()).isEqualTo("kim");
    }
}
