package gg.tiketi.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendVersionsTest {

    @Test
    void nothingSaidIsTheNewestPostgresAndWhicheverRedisIsThere() throws Refusal {
        // when
        BackendVersions usual = BackendVersions.of(Map.of("TIKETI_POSTGRES_VERSION", "", "TIKETI_REDIS_VERSION", ""));

        // then
        assertThat(usual).isEqualTo(new BackendVersions("17", Optional.empty(), "UTC"));
    }

    @Test
    void theEnvironmentChooses() throws Refusal {
        // when
        BackendVersions chosen = BackendVersions.of(Map.of(
                "TIKETI_POSTGRES_VERSION", "15", "TIKETI_REDIS_VERSION", "6.2", "TIKETI_TIMEZONE", "Asia/Seoul"));

        // then
        assertThat(chosen).isEqualTo(new BackendVersions("15", Optional.of("6.2"), "Asia/Seoul"));
    }

    @ParameterizedTest
    @CsvSource({
        "TIKETI_POSTGRES_VERSION, 16, 'must be one of 15, 17, not ''16'''",
        "TIKETI_REDIS_VERSION, 5, 'must be one of 6.2, 7, not ''5'''",
        "TIKETI_TIMEZONE, Asia/Soul, 'must be a time zone such as Asia/Seoul, not ''Asia/Soul'''"
    })
    void whatIsNotSupportedIsRefused(String name, String value, String why) {
        // when, then
        assertThatThrownBy(() -> BackendVersions.of(Map.of(name, value)))
                .isInstanceOf(Refusal.class)
                .hasMessage(name + " " + why);
    }
}
