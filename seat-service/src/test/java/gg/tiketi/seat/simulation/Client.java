package gg.tiketi.seat.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who buys: repeats a request whose answer does not come, sometimes changes its mind, sometimes vanishes. */
final class Client {

    final int id;
    final int account;

    @Nullable
    Request waiting;

    @Nullable
    Reply reply;

    private @Nullable Request last;
    private final List<Integer> mine = new ArrayList<>();

    Client(int id) {
        this.id = id;
        this.account = id % Numbers.ACCOUNTS;
    }

    /** What it sends next; null when it gives up what it was waiting for. */
    @Nullable
    Request next(Dice dice, int freshKey) {
        if (waiting != null) {
            Request again = repetition(waiting, dice);
            if (again == null) {
                waiting = null;
            }
            return again;
        }
        if (last != null && dice.percent(15)) {
            return repetition(last, dice);
        }
        return fresh(dice, freshKey);
    }

    private @Nullable Request repetition(Request request, Dice dice) {
        int chance = dice.below(100);
        if (chance < 10) {
            return null;
        }
        return chance < 80 ? request : otherBody(request, dice);
    }

    private Request otherBody(Request request, Dice dice) {
        Object body = request.operation() == Books.Operation.RESERVE ? Wish.any(dice) : anyOfMine(dice);
        return new Request(id, account, request.operation(), request.key(), body);
    }

    private Request fresh(Dice dice, int key) {
        int chance = dice.below(100);
        if (mine.isEmpty() || chance < 40) {
            return new Request(id, account, Books.Operation.RESERVE, key, Wish.any(dice));
        }
        Books.Operation operation = chance < 75 ? Books.Operation.PAY : Books.Operation.CANCEL;
        return new Request(id, account, operation, key, anyOfMine(dice));
    }

    private Integer anyOfMine(Dice dice) {
        return mine.isEmpty() ? 1 : mine.get(mine.size() - 1 - (dice.percent(75) ? 0 : dice.below(mine.size())));
    }

    /** The answer has come. */
    void hear() {
        Reply heard = reply;
        reply = null;
        if (waiting == null || heard == null) {
            return;
        }
        if (heard.isCertain()) {
            if (heard.status() == 201 && !mine.contains(heard.reservation())) {
                mine.add(heard.reservation());
            }
            boolean over = waiting.operation() != Books.Operation.RESERVE
                    && (waiting.operation() == Books.Operation.CANCEL || !heard.isSuccess());
            if (over && heard.status() != 402) {
                mine.remove(waiting.body());
            }
            last = waiting;
            waiting = null;
        }
    }
}
