package gg.tiketi.system.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.tiketi.deploy.local.Service;
import gg.tiketi.deploy.local.Suite;
import gg.tiketi.system.Answer;
import gg.tiketi.system.Client;
import gg.tiketi.system.RunningSuite;
import gg.tiketi.system.Sale;
import gg.tiketi.system.trace.ReceivedSpan.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One purchase through a gateway and a seat-service that trace everything, seen as the collector of production sees it. */
@ExtendWith(RunningSuite.class)
class PurchaseTraceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "correct horse battery 9";
    private static final String RESERVATIONS = "POST /api/events/{eventId}/reservations";
    private static final String PAYMENTS = "POST /api/reservations/{id}/payments";

    @Test
    void onePurchaseIsOneTraceEachFromTheDoorToTheDatabase(Suite suite) throws Exception {
        try (TraceReceiver collector = new TraceReceiver()) {
            // given
            Map<String, String> settings = Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(),
                    "OTEL_TRACES_SAMPLER_ARG", "1.0",
                    "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms",
                    // A line for each request, to be found again by the trace's id.
                    "QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true",
                    "TIKETI_LOG_JSON", "true");
            Suite.Node seats = suite.startAnother(Service.SEAT, settings);
            Map<String, String> settingsOfTheDoor = new HashMap<>(settings);
            settingsOfTheDoor.put("TIKETI_SEAT_URL", seats.url());
            Suite.Node gateway = suite.startAnother(Service.GATEWAY, settingsOfTheDoor);
            Client visitor = new Client(gateway.url());
            String email = "traced-" + UUID.randomUUID() + "@example.com";
            Answer registered = visitor.register(email, PASSWORD);
            Client buyer =
                    visitor.withToken(registered.body().path("accessToken").asText());
            Sale sale = Sale.of(visitor, "Letters from the Paper Moon");
            String seat = sale.labels().getLast();
            // A caller's own trace, neither continued nor believed.
            String foreign = UUID.randomUUID().toString().replace("-", "");
            Map<String, String> headers = Map.of(
                    "Idempotency-Key",
                    "key-" + UUID.randomUUID(),
                    "traceparent",
                    "00-" + foreign + "-00f067aa0ba902b7-01");

            // when
            Answer reserved =
                    buyer.send("POST", sale.path() + "/reservations", Map.of("seats", List.of(seat)), headers);
            Answer paid = buyer.postOnce(
                    "/api/reservations/" + reserved.body().path("id").asText() + "/payments", Map.of("method", "card"));

            // then
            assertThat(reserved.status()).as(reserved.text()).isEqualTo(201);
            assertThat(paid.status()).as(paid.text()).isEqualTo(200);
            List<ReceivedSpan> reservation = trace(collector, RESERVATIONS);
            List<ReceivedSpan> payment = trace(collector, PAYMENTS);
            String askedToReserve = chain(reservation, RESERVATIONS).spanId();
            // The first one of an event finds no copy in Redis, has it made, and claims again.
            assertThat(parents(reservation, "redis claim")).isNotEmpty().containsOnly(askedToReserve);
            assertThat(parents(reservation, "postgresql reserve_batch")).containsExactly(askedToReserve);
            String askedToPay = chain(payment, PAYMENTS).spanId();
            assertThat(parents(payment, "postgresql start_payment")).containsExactly(askedToPay);
            assertThat(parents(payment, "postgresql settle_payment")).containsExactly(askedToPay);
            assertThat(reservation.getFirst().traceId())
                    .isNotEqualTo(payment.getFirst().traceId());

            // and nothing that tells who, or opens a door
            assertThat(collector.spans())
                    .noneMatch(span -> span.traceId().equals(foreign))
                    .noneMatch(span -> String.join(",", span.attributes().keySet())
                            .matches(".*(db\\.(query|statement)|authorization|cookie).*"));
            for (String secret : List.of(
                    email,
                    PASSWORD,
                    buyer.token(),
                    registered.body().path("refreshToken").asText("no refresh token"),
                    registered.body().at("/user/id").asText(),
                    headers.get("Idempotency-Key"),
                    seat)) {
                assertThat(secret).isNotBlank();
                assertThat(collector.knows(secret)).as(secret).isFalse();
            }

            // and both services' lines lead to it
            for (Suite.Node node : List.of(gateway, seats)) {
                patiently("a line of " + node.url())
                        .until(() -> hasLine(node, reservation.getFirst().traceId()));
            }
            gateway.process().destroy();
            seats.process().destroy();
        }
    }

    /** All spans of the only trace with this request, when its last one has come. */
    private static List<ReceivedSpan> trace(TraceReceiver collector, String request) {
        AtomicReference<List<ReceivedSpan>> found = new AtomicReference<>(List.of());
        patiently("the whole trace of " + request).until(() -> {
            List<ReceivedSpan> all = collector.spans();
            List<String> ids = all.stream()
                    .filter(span -> span.name().equals(request))
                    .map(ReceivedSpan::traceId)
                    .distinct()
                    .toList();
            assertThat(ids).hasSizeLessThan(2);
            found.set(all.stream().filter(span -> ids.contains(span.traceId())).toList());
            return found.get().stream()
                    .anyMatch(span -> span.service().equals("gateway") && span.kind() == Kind.SERVER);
        });
        return found.get();
    }

    /** The request at seat-service, after it was seen that it is asked by the gateway, which was asked from outside. */
    private static ReceivedSpan chain(List<ReceivedSpan> trace, String request) {
        ReceivedSpan atTheDoor = one(trace, "gateway", Kind.SERVER, request);
        ReceivedSpan passedOn = one(trace, "gateway", Kind.CLIENT, "POST");
        ReceivedSpan served = one(trace, "seat-service", Kind.SERVER, request);

        assertThat(atTheDoor.parentId()).isEmpty();
        assertThat(passedOn.parentId()).isEqualTo(atTheDoor.spanId());
        assertThat(served.parentId()).isEqualTo(passedOn.spanId());
        return served;
    }

    private static ReceivedSpan one(List<ReceivedSpan> trace, String service, Kind kind, String name) {
        List<ReceivedSpan> found = trace.stream()
                .filter(span -> span.service().equals(service)
                        && span.kind() == kind
                        && span.name().equals(name))
                .toList();
        assertThat(found).as(service + " " + kind + " " + name + " of " + trace).hasSize(1);
        return found.getFirst();
    }

    /** Who asked for each of seat-service's commands of this name. */
    private static List<String> parents(List<ReceivedSpan> trace, String name) {
        return trace.stream()
                .filter(span -> span.service().equals("seat-service")
                        && span.kind() == Kind.CLIENT
                        && span.name().equals(name))
                .map(ReceivedSpan::parentId)
                .toList();
    }

    private static boolean hasLine(Suite.Node node, String traceId) throws IOException {
        String prefix = "-" + node.url().substring(node.url().lastIndexOf(':') + 1) + " | ";
        try (var lines = Files.lines(Path.of("target", "suite.log"))) {
            for (String line : lines.filter(each -> each.contains(prefix + "{")).toList()) {
                JsonNode read = JSON.readTree(line.substring(line.indexOf(prefix) + prefix.length()));
                if (read.at("/mdc/traceId").asText().equals(traceId)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static ConditionFactory patiently(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(60));
    }
}
