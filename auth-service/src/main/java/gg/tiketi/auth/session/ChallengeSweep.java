package gg.tiketi.auth.session;

import gg.tiketi.auth.factor.FactorConfig;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Removes challenges past their time; only tidies, because every answer compares the time itself. */
@ApplicationScoped
public class ChallengeSweep {

    private final ChallengeRepository challenges;
    private final FactorConfig config;

    ChallengeSweep(ChallengeRepository challenges, FactorConfig config) {
        this.challenges = challenges;
        this.config = config;
    }

    @Scheduled(
            every = "{tiketi.auth.second-factor.sweep-every}",
            delayed = "{tiketi.auth.second-factor.sweep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return challenges.deleteExpired(config.sweepBatch()).replaceWithVoid();
    }
}
