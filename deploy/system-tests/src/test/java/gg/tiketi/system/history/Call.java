package gg.tiketi.system.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request of one client and what became of it.
 *
 * @param kind what was asked for
 * @param account who asked
 * @param key the idempotency key
 * @param request everything that was asked, as text: equal for repetitions
 * @param event the event, where the request names one
 * @param reservation the reservation, where the request names one
 * @param seats labels of the seats asked for, where the request names them
 * @param sent when the request was begun
 * @param answered when the whole answer was there; null for none
 * @param status the answer's status; 0 for none
 * @param body the answer's JSON; null for none
 */
public record Call(
        Kind kind,
        UUID account,
        String key,
        String request,
        @Nullable UUID event,
        @Nullable UUID reservation,
        Set<String> seats,
        Instant sent,
        @Nullable Instant answered,
        int status,
        @Nullable JsonNode body) {

    /** What a client can ask for. */
    public enum Kind {
        /** Hold seats. */
        RESERVE,
        /** Pay for a reservation. */
        PAY,
        /** Give a reservation up. */
        CANCEL,
        /** Call an event off; has no key. */
        END_EVENT,
        /** The test let the time of a hold pass; nobody was asked. */
        LAPSE
    }

    public Call {
        seats = Set.copyOf(seats);
    }

    /** Whether it was answered with success. */
    public boolean succeeded() {
        return status >= 200 && status < 300;
    }

    /** Whether it was answered that nothing was done; without an answer, or after 500 and above, nobody knows. */
    public boolean refused() {
        return status >= 400 && status < 500;
    }

    /** Whether the answer is one that repetitions must get as well: a success, or a payment that was declined. */
    public boolean isFinal() {
        return (succeeded() && status != 202) || status == 402;
    }

    /** The reservation that the call is about: named by the request, or by the answer. */
    public @Nullable UUID subject() {
        if (reservation != null) {
            return reservation;
        }
        return body != null && body.path("id").isTextual()
                ? UUID.fromString(body.path("id").asText())
                : null;
    }

    @Override
    public String toString() {
        return kind + " account=" + account + " key=" + key + " " + request + " sent=" + sent + " answered=" + answered
                + " status=" + status;
    }
}
