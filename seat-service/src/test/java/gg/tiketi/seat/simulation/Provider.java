package gg.tiketi.seat.simulation;

import java.util.HashMap;
import java.util.Map;

/** The payment provider: somebody else's memory, in which the first word about an attempt stands. */
final class Provider {

    /** What an attempt is there. */
    enum Word {
        UNHEARD,
        CAPTURED,
        DECLINED,
        CANCELLED,
        REFUNDED
    }

    private final Map<Integer, Word> words = new HashMap<>();

    Word capture(int payment, boolean willing) {
        return enter(payment, willing ? Word.CAPTURED : Word.DECLINED);
    }

    Word cancel(int payment) {
        return enter(payment, Word.CANCELLED);
    }

    private Word enter(int payment, Word word) {
        Word first = words.putIfAbsent(payment, word);
        return first == null ? word : first;
    }

    Word find(int payment) {
        return words.getOrDefault(payment, Word.UNHEARD);
    }

    Word refund(int payment) {
        words.replace(payment, Word.CAPTURED, Word.REFUNDED);
        return find(payment);
    }

    static boolean hasMoney(Word word) {
        return word == Word.CAPTURED || word == Word.REFUNDED;
    }
}
