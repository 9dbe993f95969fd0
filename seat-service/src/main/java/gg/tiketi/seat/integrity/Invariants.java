package gg.tiketi.seat.integrity;

import java.util.List;
import java.util.stream.Stream;

/** All that is checked, in the order in which it is told. */
final class Invariants {

    static final List<Invariant> ALL = Stream.of(
                    SeatInvariants.ALL,
                    MoneyInvariants.ALL,
                    RequestInvariants.ALL,
                    WaitingRoomInvariants.ALL,
                    WaitlistInvariants.ALL)
            .flatMap(List::stream)
            .toList();

    private Invariants() {}
}
