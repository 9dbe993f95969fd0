package gg.tiketi.seat.reservation;

import java.time.Duration;

/**
 * Everything PostgreSQL needs to reserve.
 *
 * @param request who asks for what, under which key
 * @param draft what the reservation would be
 * @param delay secret time after {@code expiresAt} until its seats come back by themselves
 */
record Placing(ReserveRequest request, ReservationRepository.Draft draft, Duration delay) {}
