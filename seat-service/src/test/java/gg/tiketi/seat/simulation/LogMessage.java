package gg.tiketi.seat.simulation;

/**
 * One message of the seat log.
 *
 * @param position after the change; {@link Position#NONE} is a heartbeat
 * @param seats which seats changed, one bit each
 * @param states their new states, four bits a seat
 */
record LogMessage(Position position, int seats, long states) {

    static final LogMessage HEARTBEAT = new LogMessage(Position.NONE, 0, 0);

    boolean isHeartbeat() {
        return position.epoch() == 0;
    }

    int state(int seat) {
        return (int) (states >>> (seat * 4)) & 15;
    }
}
