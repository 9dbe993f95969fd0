package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Call.Phase;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** PostgreSQL: committed books, and transactions that hold locks until they commit or the server stops. */
final class Database {

    final Books books;
    boolean up = true;
    private final Map<Integer, Call<?>> transactionLocks = new HashMap<>();
    private final Call<?>[] rowLocks = new Call<?>[Numbers.SEATS];

    Database(Books books) {
        this.books = books;
    }

    /** Takes a transaction one phase further; false when it waits for a lock. */
    boolean goOn(Call<?> call, Act act, long now) {
        return switch (call.phase) {
            case SENT -> begin(call, act, now);
            case BEGUN -> lock(call, act, now);
            case LOCKED -> {
                act.write(books);
                end(call);
                call.phase = Phase.ANSWERED;
                yield true;
            }
            case ANSWERED -> throw new IllegalStateException("answered already");
        };
    }

    private boolean begin(Call<?> call, Act act, long now) {
        int first = books.sabotage == Sabotage.NO_LIMIT_LOCK && act instanceof ReserveAct ? 0 : act.firstLock();
        if (isHeld(first) || isHeld(act.secondLock())) {
            return false;
        }
        hold(first, call);
        hold(act.secondLock(), call);
        Answer early = act.begin(books, now);
        if (early == null) {
            call.phase = Phase.BEGUN;
        } else {
            call.answer(early);
            end(call);
            call.phase = Phase.ANSWERED;
        }
        return true;
    }

    private boolean isHeld(int lock) {
        return lock != Act.NO_LOCK && transactionLocks.containsKey(lock);
    }

    private void hold(int lock, Call<?> call) {
        if (lock != Act.NO_LOCK) {
            transactionLocks.put(lock, call);
        }
    }

    private boolean lock(Call<?> call, Act act, long now) {
        if (call.seatsToLock < 0) {
            call.seatsToLock = act.seatsToLock(books, now, busy());
        }
        for (int left = call.seatsToLock; left != 0; left &= left - 1) {
            if (rowLocks[Integer.numberOfTrailingZeros(left)] != null) {
                return false;
            }
        }
        for (int left = call.seatsToLock; left != 0; left &= left - 1) {
            rowLocks[Integer.numberOfTrailingZeros(left)] = call;
        }
        call.answer(act.decide(books, now));
        call.phase = Phase.LOCKED;
        return true;
    }

    private int busy() {
        int busy = 0;
        for (int seat = 0; seat < rowLocks.length; seat++) {
            busy |= rowLocks[seat] == null ? 0 : 1 << seat;
        }
        return busy;
    }

    /** Gives a transaction's locks back, committed or not. */
    void end(Call<?> call) {
        transactionLocks.values().removeIf(holder -> holder == call);
        for (int seat = 0; seat < rowLocks.length; seat++) {
            if (rowLocks[seat] == call) {
                rowLocks[seat] = null;
            }
        }
    }

    /** All that was not committed is gone. */
    void restart() {
        transactionLocks.clear();
        Arrays.fill(rowLocks, null);
    }
}
