package gg.tiketi.system.history;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds a history of calls against the books that it left. The calls must be all that any client sent about the events
 * in the books, and the books must be read when nothing is under way any more; then every violation it tells is one.
 * Where the order of two things is not known it gives them the benefit of the doubt.
 *
 * <pre>
 * S1 a seat has at most one live reservation, at the end and at every moment before    SeatRules
 * S2 confirmed seats leave only by a cancel with an actor                              SeatRules
 * S3 nobody but the owner confirms or releases                                         AnswerRules
 * S4 what was acknowledged exists                                                      AnswerRules
 * S5 captured money is a confirmed reservation's or was given back                     MoneyRules
 * S6 captured less refunded is what confirmed reservations cost                        MoneyRules
 * S7 seats, reservations and the public map agree                                      SeatRules
 * S8 one key, one answer, one effect                                                   AnswerRules
 * S9 nobody has more seats than the limit, at any moment                               LimitRules
 * </pre>
 */
public final class HistoryChecker {

    /** How a violation of S8 begins in which a repetition was refused though the request had succeeded. */
    public static final String REFUSED_AFTER_SUCCESS = "refused after success";

    private HistoryChecker() {}

    /** Everything that is wrong; empty when the history is good. */
    public static List<Violation> check(List<Call> calls, Books books) {
        List<Violation> found = new ArrayList<>();
        new SeatRules(calls, books, found).check();
        new AnswerRules(calls, books, found).check();
        new MoneyRules(books, found).check();
        new LimitRules(books, found).check();
        return found;
    }
}
