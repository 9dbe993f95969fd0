package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Answer.Outcome;
import gg.tiketi.seat.simulation.Books.Reservation;
import gg.tiketi.seat.simulation.Books.Status;

/** The functions {@code expire} and {@code cancel_for_event}: end one reservation if its time or its event is over. */
public final class EndingAct extends ReservationAct {

    private final Status ending;
    private boolean due;

    private EndingAct(int reservation, Status ending) {
        super(reservation);
        this.ending = ending;
    }

    /** Expire one reservation if its time has come. */
    public static EndingAct expire(int reservation) {
        return new EndingAct(reservation, Status.EXPIRED);
    }

    /** Cancel one live reservation of a cancelled event. */
    public static EndingAct cancelForEvent(int reservation) {
        return new EndingAct(reservation, Status.CANCELLED);
    }

    @Override
    public Answer decide(Books books, long now) {
        decidedAt = now;
        Reservation one = books.reservation(reservation);
        due = one != null && (ending == Status.EXPIRED ? isOver(books, one, now) : isCalledOff(books, one));
        return due ? Answer.of(Outcome.DONE, 0, reservation) : Answer.of(Outcome.NOTHING);
    }

    private static boolean isOver(Books books, Reservation one, long now) {
        boolean ends = one.status == Status.PENDING
                || (one.status == Status.PAYING && books.sabotage == Sabotage.EXPIRE_WHILE_PAYING);
        return ends && one.freeAt <= now;
    }

    private static boolean isCalledOff(Books books, Reservation one) {
        return books.rules.cancelled() && (one.status == Status.PENDING || one.status == Status.CONFIRMED);
    }

    @Override
    public void write(Books books) {
        if (due) {
            books.endReservation(books.existing(reservation), ending, decidedAt);
        }
    }
}
