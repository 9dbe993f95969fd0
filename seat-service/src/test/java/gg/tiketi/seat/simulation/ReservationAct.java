package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Books.Reservation;

/** An act on one reservation, which locks the reservation's seats and then the reservation. */
abstract class ReservationAct extends Act {

    protected final int reservation;

    ReservationAct(int reservation) {
        this.reservation = reservation;
    }

    @Override
    public int seatsToLock(Books books, long now, int busy) {
        Reservation one = books.reservation(reservation);
        return one == null ? 0 : one.live;
    }
}
