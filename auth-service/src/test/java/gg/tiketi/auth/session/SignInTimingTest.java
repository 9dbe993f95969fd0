package gg.tiketi.auth.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SignInTimingTest {

    private static final int PAIRS = 15;

    /** A hash takes 60 ms and an answer without one 2 ms: a ratio far from one would tell who has an account. */
    @Test
    void anUnknownAccountTakesAsLongAsAWrongPassword() {
        // given
        String known = People.freshEmail();
        People.register(known);
        long[] wrong = new long[PAIRS];
        long[] unknown = new long[PAIRS];

        // when
        for (int pair = 0; pair < PAIRS; pair++) {
            wrong[pair] = nanosToRefuse(known, "10.1.0." + pair);
            unknown[pair] = nanosToRefuse(People.freshEmail(), "10.1.0." + pair);
        }

        // then
        double ratio = (double) median(unknown) / median(wrong);
        assertThat(ratio).as("median of unknown to wrong").isBetween(0.5, 2.0);
    }

    @Test
    void whileTheHashingQueueIsFullOthersAreServed() {
        // given
        String token = People.register(People.freshEmail()).jsonPath().getString("accessToken");
        try (ExecutorService threads = Executors.newFixedThreadPool(120)) {
            List<CompletableFuture<Integer>> rush = IntStream.range(0, 120)
                    .mapToObj(caller -> CompletableFuture.supplyAsync(
                            () -> People.login(People.freshEmail(), "not the password")
                                    .statusCode(),
                            threads))
                    .toList();

            // when
            int served = 0;
            while (rush.stream().anyMatch(one -> !one.isDone())) {
                given().auth().oauth2(token).get("/api/auth/me").then().statusCode(200);
                served++;
            }

            // then
            assertThat(rush.stream().map(CompletableFuture::join)).containsOnly(401, 503);
            assertThat(served).isGreaterThan(10);
        }
    }

    private static long nanosToRefuse(String email, String address) {
        long start = System.nanoTime();
        given().header("X-Forwarded-For", address)
                .contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", "not the password"))
                .post("/api/auth/login")
                .then()
                .statusCode(401);
        return System.nanoTime() - start;
    }

    private static long median(long[] times) {
        return LongStream.of(times).sorted().toArray()[times.length / 2];
    }
}
