package gg.tiketi.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafePathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/events",
                "/api/events/",
                "/assets/app-1a.js",
                "/.well-known/jwks.json",
                "/a/...b",
                "/a:b@c",
                "/%EC%BD%98%EC%84%9C%ED%8A%B8",
                "/a%20b",
                "/a..b/c."
            })
    void plainPathsPass(String path) {
        // when
        boolean safe = SafePath.isSafe(path);

        // then
        assertThat(safe).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "api",
                "//",
                "//internal",
                "/api//events",
                "/./a",
                "/../a",
                "/a/..",
                "/a/.",
                "/a/../internal",
                "/%2e%2e/a",
                "/a/%2E%2e/internal",
                "/%2e/a",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a\\b",
                "/a;x=1",
                "/..;/internal",
                "/a;/b",
                "/%69nternal",
                "/a%",
                "/a%2",
                "/a%zz",
                "/a%00",
                "/a%0d%0a",
                "/a%25%32%65",
                "/a b",
                "/a\u0000",
                "/a\u007f",
                "/\u00e9",
                "/a#b",
                "/a<b"
            })
    void pathsWithTwoMeaningsAreRefused(String path) {
        // when
        boolean safe = SafePath.isSafe(path);

        // then
        assertThat(safe).isFalse();
    }
}
