package gg.tiketi.seat.live;

import static gg.tiketi.seat.Buyer.ready;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gg.tiketi.defaults.testing.TestTokens;
import gg.tiketi.seat.Buyer;
import gg.tiketi.seat.EventServiceFake;
import gg.tiketi.seat.SeatServiceTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a signed-in connection gets beside the seats, and nobody else. */
@SeatServiceTest
class OwnNewsTest extends LiveTest {

    @Test
    void ownNewsReachTheOwnersConnectionsAndNobodyElses() {
        // given
        UUID event = ready(EventServiceFake.publish());
        UUID otherEvent = ready(EventServiceFake.publish());
        Buyer buyer = Buyer.someone();
        Buyer other = Buyer.someone();
        Watching own = watch("/ws/events/" + event);
        Watching bySubprotocol =
                watch("/ws/events/" + event, "203.0.113.1", "tiketi.live", "tiketi.token." + buyer.token());
        Watching stranger = watch("/ws/events/" + event);
        Watching somebodyElse = watch("/ws/events/" + event);
        Watching elsewhere = watch("/ws/events/" + otherEvent);
        own.signIn(buyer);
        elsewhere.signIn(buyer);
        somebodyElse.signIn(other);
        bySubprotocol.last("signed-in");
        assertThat(bySubprotocol.socket().subProtocol()).isEqualTo("tiketi.live");

        // when
        UUID paid = buyer.holds(event, "A-1-1");
        buyer.pay(paid);
        own.awaitNews(paid, "CONFIRMED");
        UUID cancelled = buyer.holds(event, "A-1-2");
        own.awaitNews(cancelled, "PENDING");
        buyer.cancel(cancelled);

        // then
        own.awaitNews(cancelled, "CANCELLED");
        bySubprotocol.awaitNews(cancelled, "CANCELLED");
        UUID theirs = other.holds(event, "A-1-4");
        somebodyElse.awaitNews(theirs, "PENDING");
        assertThat(own.frames().toString()).doesNotContain(theirs.toString());
        for (Watching uninvolved : List.of(stranger, somebodyElse, elsewhere)) {
            assertThat(uninvolved.frames().toString())
                    .doesNotContain(paid.toString())
                    .doesNotContain(cancelled.toString())
                    .doesNotContain(buyer.accountId().toString());
        }
        assertThat(stranger.all("reservation")).isEmpty();
        List.of(own, bySubprotocol, stranger, somebodyElse, elsewhere)
                .forEach(watching -> watching.socket().close());
    }

    @Test
    void anExpiredHoldIsToldItsOwner() {
        // given
        UUID event = ready(EventServiceFake.publish());
        Buyer buyer = Buyer.someone();
        Watching own = watch("/ws/events/" + event);
        own.signIn(buyer);
        UUID held = buyer.holds(event, "A-1-1");
        own.awaitNews(held, "PENDING");

        // when
        database.letTimePass(held);

        // then
        own.awaitNews(held, "EXPIRED");
        own.socket().close();
    }

    @Test
    void anOfferOfTheWaitlistIsToldWhoItIsFor() {
        // given a tier of which one seat is for sale, that somebody has
        UUID event = ready(EventServiceFake.publish(changed -> changed.put("maxSeatsPerPerson", 64)));
        Buyer holder = Buyer.someone();
        String[] others = IntStream.rangeClosed(1, 5)
                .boxed()
                .flatMap(row -> IntStream.rangeClosed(1, 10).mapToObj(seat -> "A-" + row + "-" + seat))
                .skip(1)
                .toArray(String[]::new);
        holder.holds(event, others);
        UUID held = holder.holds(event, "A-1-1");
        Buyer waiting = Buyer.someone();
        waiting.json()
                .body(Map.of("priceTier", "R", "groupSize", 1))
                .post("/api/events/" + event + "/waitlist")
                .then()
                .statusCode(201);
        Watching own = watch("/ws/events/" + event);
        Watching stranger = watch("/ws/events/" + event);
        own.signIn(waiting);
        stranger.signIn(Buyer.someone());

        // when
        holder.cancel(held);

        // then
        await().until(() ->
                own.all("reservation").stream().anyMatch(news -> "OFFERED".equals(news.getString("status"))));
        assertThat(stranger.all("reservation")).isEmpty();
        List.of(own, stranger).forEach(watching -> watching.socket().close());
    }

    @Test
    void whoWaitsIsToldWhereItStandsAndNobodyElseIs() {
        // given a room that lets in one person at a time
        UUID event = ready(EventServiceFake.publish());
        given().auth()
                .oauth2(TestTokens.role(UUID.randomUUID(), "admin"))
                .contentType("application/json")
                .body("""
                        {"mode": "FORCED", "threshold": 100, "perMinute": 6000, "cap": 1, "admissionSeconds": 600,
                         "verifiedEmail": false, "challenge": "NONE"}""")
                .put("/api/admin/events/" + event + "/waiting-room")
                .then()
                .statusCode(200);
        String room = "/api/events/" + event + "/waiting-room";
        Buyer first = Buyer.someone();
        Buyer second = Buyer.someone();
        await().until(() -> first.json().post(room).jsonPath().getBoolean("joined"));
        await().until(() -> first.json().get(room).jsonPath().getString("state").equals("ADMITTED"));
        second.json().post(room).then().statusCode(200);
        Watching own = watch("/ws/events/" + event);
        Watching stranger = watch("/ws/events/" + event);

        // when
        own.signIn(second);
        stranger.signIn(Buyer.someone());

        // then
        await().until(() -> own.last("queue").getString("state").equals("WAITING"));
        assertThat(own.last("queue").getInteger("ahead")).isZero();
        assertThat(own.last("queue").getInteger("place")).isEqualTo(2);

        // and when the first has had enough
        long left = System.nanoTime();
        first.json().delete(room);

        // then the next knows at once
        await().until(() -> own.last("queue").getString("state").equals("ADMITTED"));
        assertThat(Duration.ofNanos(System.nanoTime() - left)).isLessThan(Duration.ofSeconds(10));
        assertThat(stranger.all("queue"))
                .extracting(news -> news.getBoolean("joined"))
                .containsOnly(false);
        List.of(own, stranger).forEach(watching -> watching.socket().close());
    }

    @Test
    void aTokenThatIsNotGoodIsRefusedAndTheSeatsGoOn() {
        // given
        UUID event = ready(EventServiceFake.publish());
        Watching watching = watch("/ws/events/" + event);

        // when
        watching.say(new JsonObject().put("type", "auth").put("token", "rubbish"));
        watching.say(new JsonObject().put("type", "auth").put("token", TestTokens.expired(UUID.randomUUID())));
        Buyer.someone().holds(event, "A-1-1");

        // then
        watching.last("delta");
        await().until(() -> watching.all("error").size() == 2);
        assertThat(watching.all("error"))
                .allSatisfy(error -> assertThat(error.getString("problem")).endsWith("/unauthenticated"));
        assertThat(watching.all("signed-in")).isEmpty();
        watching.socket().close();
    }

    @Test
    void aTokenThatEndsIsAskedForAndThenNotUsedAnyMore() {
        // given
        UUID event = ready(EventServiceFake.publish());
        Buyer buyer = Buyer.someone();
        Watching watching = watch("/ws/events/" + event);

        // when
        watching.say(new JsonObject()
                .put("type", "auth")
                .put("token", TestTokens.user(buyer.accountId(), Duration.ofSeconds(4))));

        // then
        watching.last("renew");
        watching.last("signed-out");
        UUID reservation = buyer.holds(event, "A-1-1");
        watching.last("delta");
        watching.signIn(buyer);
        buyer.cancel(reservation);
        watching.awaitNews(reservation, "CANCELLED");
        assertThat(watching.all("reservation")).hasSize(1);
        watching.socket().close();
    }

    @Test
    void anAccountHasOnlySoManyConnections() {
        // given
        UUID event = ready(EventServiceFake.publish());
        Buyer buyer = Buyer.someone();
        Watching first = watch("/ws/events/" + event);
        Watching second = watch("/ws/events/" + event);
        Watching more = watch("/ws/events/" + event);
        Watching third = watch("/ws/events/" + event);
        more.signIn(buyer);
        first.signIn(buyer);
        second.signIn(buyer);

        // when
        third.say(new JsonObject().put("type", "auth").put("token", buyer.token()));

        // then
        assertThat(third.last("error").getString("problem")).endsWith("/too-many-watchers");
        first.socket().close();
        await().untilAsserted(() -> {
            third.say(new JsonObject().put("type", "auth").put("token", buyer.token()));
            assertThat(third.all("signed-in")).isNotEmpty();
        });
        List.of(second, more, third).forEach(watching -> watching.socket().close());
    }
}
