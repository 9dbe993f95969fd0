package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import io.quarkus.arc.All;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Gives challenges out and checks the answers; nothing is kept, the challenge is signed and names its own limits. */
@ApplicationScoped
class Challenges {

    private static final String USE = "challenge";

    /** kind, earliest and latest answer in ms, difficulty, signature. */
    private static final Pattern ASKED = Pattern.compile(
            "((?<kind>[a-z-]{1,20})\\.(?<from>\\d{13})\\.(?<to>\\d{13})\\.\\d{1,3})\\.(?<mac>[\\w-]{22})");

    private final List<Challenge> kinds;
    private final Secrets secrets;
    private final WaitingRoomConfig config;
    private final Clock clock = Clock.systemUTC();

    Challenges(@All List<Challenge> kinds, Secrets secrets, WaitingRoomConfig config) {
        this.kinds = List.copyOf(kinds);
        this.secrets = secrets;
        this.config = config;
    }

    /**
     * A challenge for one account and event.
     *
     * @param kind {@code proof-of-work}: find a text whose SHA-256 behind the challenge and a full stop begins with so many
     *     zero bits; {@code wait}: come back after so many seconds
     * @param challenge to be sent back as it is
     * @param difficulty bits, or seconds
     * @param notBefore the earliest answer
     * @param notAfter the latest answer
     */
    @RegisterForReflection
    @Schema(name = "WaitingChallenge")
    record Asked(String kind, String challenge, int difficulty, Instant notBefore, Instant notAfter) {}

    /** A new challenge; empty when there is no such kind. */
    Optional<Asked> ask(String kind, EventId event, UUID account) {
        return find(kind).map(challenge -> {
            Instant now = clock.instant();
            Instant from = challenge.notBefore(now);
            Instant to = from.plus(config.challengeLife());
            String text = kind + "." + from.toEpochMilli() + "." + to.toEpochMilli() + "." + challenge.difficulty();
            String mac = Base64.getUrlEncoder().withoutPadding().encodeToString(sign(text, event, account));
            return new Asked(kind, text + "." + mac, challenge.difficulty(), from, to);
        });
    }

    /** Whether the caller has answered a challenge that was given to it. */
    boolean isAnswered(EventId event, UUID account, String asked, String solution) {
        Matcher parts = ASKED.matcher(asked);
        if (!parts.matches()) {
            return false;
        }
        byte[] mac = Base64.getUrlDecoder().decode(parts.group("mac"));
        long now = clock.millis();
        return secrets.isSigned(USE, signed(parts.group(1), event, account), mac)
                && Long.parseLong(parts.group("from")) <= now
                && now < Long.parseLong(parts.group("to"))
                && find(parts.group("kind"))
                        .filter(kind -> kind.isAnswered(event, account, asked, solution))
                        .isPresent();
    }

    private Optional<Challenge> find(String kind) {
        return kinds.stream().filter(one -> one.kind().equals(kind)).findFirst();
    }

    private byte[] sign(String text, EventId event, UUID account) {
        return secrets.sign(USE, signed(text, event, account));
    }

    private static byte[] signed(String text, EventId event, UUID account) {
        return (text + "|" + event + "|" + account).getBytes(StandardCharsets.UTF_8);
    }
}
