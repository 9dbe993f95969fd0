package gg.tiketi.seat.waitingroom;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** A source of public numbers that nobody can know beforehand. */
interface Beacon {

    /** Which kind of room asks it. */
    WaitingRoom.Beacon kind();

    /**
     * The value for a draw.
     *
     * @param rootAt when the places were fixed: the value must be newer
     * @return empty while there is none; a failure is tried again
     */
    Uni<Optional<Value>> value(Instant rootAt);

    /**
     * What it said.
     *
     * @param source for the log: where anybody can look it up
     * @param value its text
     */
    record Value(String source, String value) {}
}
