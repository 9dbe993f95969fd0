package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;

/** For those whose device or assistive technology cannot do a proof of work: wait a while, then the challenge is answered. */
@ApplicationScoped
class PatientWait implements Challenge {

    private final WaitingRoomConfig config;

    PatientWait(WaitingRoomConfig config) {
        this.config = config;
    }

    @Override
    public String kind() {
        return "wait";
    }

    @Override
    public int difficulty() {
        return (int) config.patientWait().toSeconds();
    }

    @Override
    public Instant notBefore(Instant now) {
        return now.plus(config.patientWait());
    }

    @Override
    public boolean isAnswered(EventId event, UUID account, String asked, String solution) {
        return true;
    }
}
