package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no proper client would send: paths, lengths and headers meant to be read in two ways. */
@ExtendWith(RunningSuite.class)
class UnclearRequestTest {

    private static final int LARGEST_BODY = 65_536;

    private final Client client;

    UnclearRequestTest(Client client) {
        this.client = client;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/../internal/changes",
                "/api/events/../../internal/changes",
                "/api/events/%2e%2e/%2e%2e/internal/changes",
                "/api/events/%2E%2E/%2E%2E/internal/changes",
                "/api/events/..%2f..%2finternal/changes",
                "/api/events/%252e%252e/internal/changes",
                "/api/events/..;/..;/internal/changes",
                "/api/events;a=b",
                "/api//events",
                "//internal/changes",
                "/./internal/changes",
                "/%69nternal/changes",
                "/internal%2fchanges",
                "/api/events/%00",
                "/api/events/a%0d%0aX-Evil:1",
            })
    void aPathThatCouldMeanTwoThingsIsRefused(String path) {
        // when
        Answer answer = RawRequest.send(client, "GET", path, List.of(), "");

        // then
        Inside.assertProblem(answer, 400, "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/events/..\\..\\internal/changes",
                "/api/events/%zz",
                "/API/EVENTS",
                "/Internal/changes",
                "/api/events/../",
                "http://localhost/internal/changes",
                "/api/events?q=%00",
                "/api/events?q=%zz",
                "/api/events?q=%ff",
                "/api/events?page=%00",
                "/api/events?from=%F0%9F%98%80",
                "/api/events?" + "a&",
            })
    void anOddTargetShowsNothingOfTheInside(String target) {
        // when
        Answer answer = RawRequest.send(client, "GET", target, List.of(), "");

        // then
        assertThat(answer.status()).isLessThan(500);
        Inside.assertHidden(answer.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Original-URL: /internal/changes",
                "X-Rewrite-URL: /internal/changes",
                "X-HTTP-Method-Override: DELETE",
                "X-Forwarded-Prefix: /internal",
                "Forwarded: for=1.2.3.4;host=evil",
            })
    void aHeaderDoesNotChangeThePath(String header) {
        // when
        Answer answer = RawRequest.send(client, "GET", "/api/nothing", List.of(header), "");

        // then
        Inside.assertProblem(answer, 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "FOO"})
    void anUnknownMethodIsRefused(String method) {
        // when
        Answer answer = RawRequest.send(client, method, "/api/events", List.of(), "");

        // then
        Inside.assertProblem(answer, 405, "method-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyTooLargeIsRefused(boolean announced) {
        // given
        String body = "{\"email\":\"" + "a".repeat(LARGEST_BODY) + "\"}";
        String length = announced ? "Content-Length: " + body.length() : "Transfer-Encoding: chunked";
        String sent = announced ? "" : Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";

        // when
        Answer answer = RawRequest.send(
                client, "POST", "/api/auth/login", List.of("Content-Type: application/json", length), sent);

        // then
        Inside.assertProblem(answer, 413, "body-too-large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Content-Length: 4\r\nContent-Length: 5",
                "Content-Length: -1",
                "Transfer-Encoding: chunked, identity",
            })
    void aSecondRequestIsNotSmuggledBehindAnUnclearLength(String lengths) {
        // given
        String bytes =
                "POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + lengths
                        + "\r\n\r\n0\r\n\r\nGET /internal/changes HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

        // when
        String answers = RawRequest.exchange(client, bytes);

        // then
        assertThat(answers).startsWith("HTTP/1.1 4");
        Inside.assertHidden(answers);
    }
}
