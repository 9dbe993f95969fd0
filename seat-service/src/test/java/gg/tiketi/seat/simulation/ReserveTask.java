package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Answer.Outcome;
import java.util.List;

/** Reserves: memory, then one script in Redis, then one function in PostgreSQL, which alone decides. */
final class ReserveTask extends RequestTask {

    private final Wish wish;
    private final Dice dice;
    private final int pick;
    private int marked;
    private int gone;
    private int round;
    private int retries = Numbers.RETRIES;
    private boolean rebuilt;

    /** What Redis answered: whether the copy may be relied on, and if so the claim. */
    private record Asked(Copy.Use use, Claim claim) {}

    ReserveTask(World world, Node node, int slot, Request request, Dice dice) {
        super(world, node, slot, request);
        this.wish = (Wish) request.body();
        this.pick = wish.kind() == Wish.Kind.STANDING ? wish.count() : 0;
        this.dice = dice;
    }

    @Override
    void start() {
        boolean old = node.rules == null || world.nodeTime(node) - node.rulesAt >= Numbers.RULES_MAX_AGE;
        if (old) {
            readRules(node.rules == null ? this::unknown : this::attempt);
        } else {
            attempt();
        }
    }

    private void readRules(Runnable otherwise) {
        call(
                Transition.RESERVE_RULES,
                () -> books.rules,
                rules -> {
                    node.rules = rules;
                    node.rulesAt = world.nodeTime(node);
                    attempt();
                },
                otherwise);
    }

    private void attempt() {
        int free = node.replica.available() & ~gone;
        int[] candidates = Seating.candidates(wish, free, dice);
        Books.Rules rules = node.rules;
        boolean onSale = !rules.cancelled() && !rules.stopped() && world.nodeTime(node) < rules.closesAt();
        if (onSale && candidates.length > 0) {
            world.invariants.checkChoice(wish, free, candidates[0]);
            claim(candidates);
        } else if (round == 0) {
            repeatOr(onSale ? Outcome.TAKEN : Outcome.SALE_CLOSED);
        } else {
            refuse(Outcome.TAKEN);
        }
    }

    /** Where nothing can be had, only the repetition of an earlier request has anything to gain from PostgreSQL. */
    private void repeatOr(Outcome refusal) {
        call(
                Transition.RESERVE_KNOWN,
                () -> world.use(node) != Copy.Use.OPEN || copy.knows(request.key()),
                mayBeKnown -> {
                    if (mayBeKnown) {
                        decide(0, 0);
                    } else {
                        refuse(refusal);
                    }
                },
                () -> decide(0, 0));
    }

    private void claim(int[] candidates) {
        call(
                Transition.RESERVE_CLAIM,
                () -> ask(candidates),
                asked -> {
                    switch (asked.use()) {
                        case OPEN -> claimed(asked.claim(), candidates);
                        case ABSENT -> {
                            if (rebuilt) {
                                decide(candidates[0], pick);
                            } else {
                                rebuilt = true;
                                new Rebuild(this, () -> claim(candidates), () -> decide(candidates[0], pick)).start();
                            }
                        }
                        case NOT_LOADED -> decide(candidates[0], pick);
                    }
                },
                () -> decide(candidates[0], pick));
    }

    private Asked ask(int[] candidates) {
        Copy.Use use = world.use(node);
        return use == Copy.Use.OPEN
                ? new Asked(
                        use, copy.claim(request.key(), candidates, pick, world.redisTime(), Numbers.PROVISIONAL_TTL))
                : new Asked(use, new Claim.Known());
    }

    private void claimed(Claim claim, int[] candidates) {
        switch (claim) {
            case Claim.Known known -> decide(candidates[0], pick);
            case Claim.Claimed mark -> {
                marked = mark.seats();
                decide(marked, 0);
            }
            case Claim.Taken taken -> again(taken.seats());
        }
    }

    /** After a lost race: those who leave the choice to us get another round. */
    private void again(int taken) {
        gone |= taken;
        if (wish.kind() == Wish.Kind.SEATS || round++ == Numbers.ROUNDS) {
            refuse(Outcome.TAKEN);
        } else {
            attempt();
        }
    }

    private void decide(int seats, int any) {
        int delay = dice.below(Numbers.MAX_RETURN_DELAY);
        ReserveAct act = new ReserveAct(
                request.account(), request.key(), wish, seats, any, node.rules.change(), Numbers.HOLD, delay);
        transact(Transition.RESERVE_DECIDE, act, answer -> settle(act, answer), this::unknown);
    }

    private void settle(ReserveAct act, Answer answer) {
        switch (answer.outcome()) {
            case PLACED -> {
                node.changed = true;
                answer(201, act.created(), Outcome.PLACED);
            }
            case REPLAY -> {
                Runnable then = () -> answer(answer.status(), answer.reservation(), Outcome.REPLAY);
                if (books.sabotage == Sabotage.REPLAY_KEEPS_MARK) {
                    then.run();
                } else {
                    release(then);
                }
            }
            case STALE, RETRY ->
                release(() -> {
                    if (retries-- == 0) {
                        unknown();
                    } else {
                        readRules(this::unknown);
                    }
                });
            case TAKEN -> {
                Runnable then = () -> again(answer.taken());
                boolean claimed = marked != 0;
                release(claimed ? () -> correct(answer.taken(), then) : then);
            }
            default -> release(() -> refuse(answer.outcome()));
        }
    }

    private void release(Runnable then) {
        if (marked == 0) {
            then.run();
            return;
        }
        int seats = marked;
        marked = 0;
        call(
                Transition.RESERVE_RELEASE,
                () -> {
                    int own = world.marksOf(request.key());
                    int freed = copy.release(request.key(), seats, world.redisTime());
                    Violation.unless((freed & ~own) == 0, "S3: a release freed seats of somebody else");
                    return freed;
                },
                freed -> then.run(),
                then);
    }

    /** The copy showed seats as free that PostgreSQL knows as taken. */
    private void correct(int wrong, Runnable then) {
        call(
                Transition.RESERVE_CORRECT_READ,
                () -> books.touchedSeats().stream()
                        .filter(fact -> (wrong >> fact.seat() & 1) != 0)
                        .toList(),
                (List<SeatFact> facts) -> call(
                        Transition.RESERVE_CORRECT_APPLY, () -> OutboxTask.apply(this, facts), use -> then.run(), then),
                then);
    }

    private void refuse(Outcome outcome) {
        answer(outcome == Outcome.KEY_REUSED ? 422 : 409, 0, outcome);
    }

    @Override
    int marked() {
        return marked;
    }
}
