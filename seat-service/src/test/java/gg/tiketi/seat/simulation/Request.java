package gg.tiketi.seat.simulation;

/**
 * One request of a client; a repetition is another with the same key.
 *
 * @param client who waits for the answer
 * @param account for whom
 * @param operation what is asked
 * @param key its idempotency key
 * @param body a {@link Wish}, or the number of the reservation meant
 */
record Request(int client, int account, Books.Operation operation, int key, Object body) {

    int reservation() {
        return (Integer) body;
    }
}
