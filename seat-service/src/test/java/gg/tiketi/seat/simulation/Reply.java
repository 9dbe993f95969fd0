package gg.tiketi.seat.simulation;

/**
 * What a client is answered.
 *
 * @param status of HTTP; 503 and 202 mean that nobody knows yet
 * @param reservation which one, 0 for none
 * @param reason the outcome behind it
 */
record Reply(int status, int reservation, Answer.Outcome reason) {

    boolean isCertain() {
        return status != 503 && status != 202 && reason != Answer.Outcome.IN_FLIGHT;
    }

    boolean isSuccess() {
        return status == 200 || status == 201;
    }
}
