package gg.tiketi.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** What no answer may show: class names, stack traces, queries, and what only the services tell each other. */
public final class Inside {

    private static final String INSIDE =
            "(?s).*(Exception|gg[./]tiketi|io[./](quarkus|vertx|netty)|java[./](lang|util)|jakarta|\\tat |SELECT |postgres).*";

    private Inside() {}

    /** The text shows nothing of it. */
    public static void assertHidden(String text) {
        assertThat(text).doesNotMatch(INSIDE).doesNotContain("incarnation");
    }

    /** The answer is this problem, whole, and nothing else is told. */
    public static void assertProblem(Answer answer, int status, String problem) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        JsonNode body = answer.body();
        assertThat(body.path("type").asText()).isEqualTo("https://tiketi.gg/problems/" + problem);
        assertThat(body.path("status").asInt()).isEqualTo(status);
        assertThat(body.path("title").asText()).isNotBlank();
        assertThat(body.path("requestId").asText()).isNotBlank().isEqualTo(answer.header("X-Request-Id"));
        assertHidden(answer.text());
    }
}
