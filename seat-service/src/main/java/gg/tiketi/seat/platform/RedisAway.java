package gg.tiketi.seat.platform;

/** The server that has the key does not answer at the moment; who asked goes on without it. */
public final class RedisAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedisAway(String reason) {
        super(reason, null, false, false);
    }
}
