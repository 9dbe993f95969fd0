package gg.tiketi.seat.simulation;

import gg.tiketi.seat.simulation.Answer.Outcome;
import java.util.List;

/** Reserves: memory, then one script in Redis, then one function in PostgreSQL, which alone decides. */
final class ReserveTask extends RequestTask {

    private final Wish wish;
    private final Dice dice;
    private int[] candidates = {};
    private int chosen;
    private int marked;
    private int everMarked;
    private int avoid;
    private int rounds = Numbers.ROUNDS;
    private int retries = Numbers.RETRIES;
    private boolean rebuilt;

    ReserveTask(World world, Node node, int slot, Request request, Dice dice) {
        super(world, node, slot, request);
        this.wish = (Wish) request.body();
        this.dice = dice;
    }

    @Override
    void start() {
        boolean old = node.rules == null || world.nodeTime(node) - node.rulesAt >= Numbers.RULES_MAX_AGE;
        if (old) {
            readRules(node.rules == null ? this::unknown : this::prepare);
        } else {
            prepare();
        }
    }

    private void readRules(Runnable otherwise) {
        call(
                Transition.RESERVE_RULES,
                () -> books.rules,
                rules -> {
                    node.rules = rules;
                    node.rulesAt = world.nodeTime(node);
                    prepare();
                },
                otherwise);
    }

    private void prepare() {
        int free = node.replica.available() & ~avoid;
        candidates = Seating.candidates(wish, free, dice, Numbers.CANDIDATES);
        Books.Rules rules = node.rules;
        boolean onSale = !rules.cancelled() && !rules.stopped() && world.nodeTime(node) < rules.closesAt();
        if (onSale && candidates.length > 0) {
            world.checkBestAvailable(wish, free, candidates[0]);
            claim();
        } else {
            // Off sale or sold out only the repetition of an earlier request has anything to gain from PostgreSQL.
            call(
                    Transition.RESERVE_KNOWN,
                    () -> copy.isOpen(world.redisTime()) && !copy.knows(request.key()),
                    unknownOwner -> {
                        if (unknownOwner) {
                            refuse(onSale ? Outcome.TAKEN : Outcome.SALE_CLOSED);
                        } else {
                            decide(0);
                        }
                    },
                    () -> decide(0));
        }
    }

    private void claim() {
        call(
                Transition.RESERVE_CLAIM,
                () -> copy.claim(
                        request.key(), candidates, world.redisTime(), Numbers.PROVISIONAL_TTL, node.replica.seen()),
                this::claimed,
                () -> decide(candidates[0]));
    }

    private void claimed(Claim claim) {
        switch (claim) {
            case Claim.NotLoaded missing -> {
                if (rebuilt) {
                    decide(candidates[0]);
                } else {
                    rebuilt = true;
                    new Rebuild(this, this::claim, () -> decide(candidates[0])).start();
                }
            }
            case Claim.Known known -> decide(candidates[0]);
            case Claim.Claimed mark -> {
                marked = candidates[mark.chosen()];
                everMarked |= marked;
                decide(marked);
            }
            case Claim.Taken taken -> nextRound(taken.seats());
        }
    }

    private void nextRound(int taken) {
        rounds--;
        avoid |= taken;
        if (wish.kind() == Wish.Kind.SEATS || rounds == 0 || chosen == 0 && taken == 0) {
            refuse(Outcome.TAKEN);
        } else {
            prepare();
        }
    }

    private void decide(int seats) {
        chosen = seats;
        int delay = dice.below(Numbers.MAX_RETURN_DELAY);
        ReserveAct act = new ReserveAct(
                request.account(), request.key(), wish, seats, node.rules.change(), Numbers.HOLD, delay);
        transact(Transition.RESERVE_DECIDE, act, answer -> settle(act, answer), this::unknown);
    }

    private void settle(ReserveAct act, Answer answer) {
        switch (answer.outcome()) {
            case PLACED -> {
                node.changed = true;
                answer(201, act.created(), Outcome.PLACED);
            }
            case REPLAY -> afterReplay(answer);
            case STALE, RETRY -> release(() -> {
                if (retries-- == 0) {
                    unknown();
                } else {
                    readRules(this::unknown);
                }
            });
            case TAKEN -> {
                boolean claimed = marked != 0;
                release(() -> {
                    if (claimed) {
                        correct(answer.taken());
                    } else {
                        nextRound(answer.taken());
                    }
                });
            }
            default -> release(() -> refuse(answer.outcome()));
        }
    }

    /**
     * A mark made for a repetition goes once the copy knows what the first request made: if it lives, its seats are no
     * marks any more; if it is over, nothing may stay of it.
     */
    private void afterReplay(Answer answer) {
        if (marked == 0 || books.sabotage == Sabotage.REPLAY_KEEPS_MARK) {
            answer(answer.status(), answer.reservation(), Outcome.REPLAY);
        } else {
            OutboxTask.apply(
                    this,
                    0,
                    () -> release(() -> answer(answer.status(), answer.reservation(), Outcome.REPLAY)));
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
                    int owners = world.marksOf(request.key());
                    int freed = copy.release(request.key(), seats, world.redisTime());
                    Violation.unless((freed & ~owners) == 0, "S3: a release freed seats of somebody else");
                    return freed;
                },
                freed -> then.run(),
                then);
    }

    /** The copy showed seats as free that PostgreSQL knows as taken. */
    private void correct(int wrong) {
        Runnable next = () -> nextRound(wrong);
        call(
                Transition.RESERVE_CORRECT_READ,
                () -> books.touchedSeats().stream()
                        .filter(fact -> (wrong >> fact.seat() & 1) != 0)
                        .toList(),
                (List<SeatFact> facts) -> call(
                        Transition.RESERVE_CORRECT_APPLY,
                        () -> copy.apply(facts, world.redisTime()),
                        applied -> next.run(),
                        next),
                next);
    }

    private void refuse(Outcome outcome) {
        int status = outcome == Outcome.KEY_REUSED ? 422 : 409;
        answer(status, 0, outcome);
    }

    @Override
    int everMarked() {
        return everMarked;
    }
}
