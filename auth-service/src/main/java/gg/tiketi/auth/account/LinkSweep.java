package gg.tiketi.auth.account;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Removes links and registrations past their time; only tidies, because every use compares the time itself. */
@ApplicationScoped
public class LinkSweep {

    private final LinkRepository links;
    private final RegistrationRepository registrations;
    private final LinkConfig config;

    LinkSweep(LinkRepository links, RegistrationRepository registrations, LinkConfig config) {
        this.links = links;
        this.registrations = registrations;
        this.config = config;
    }

    @Scheduled(
            every = "{tiketi.auth.link.sweep-every}",
            delayed = "{tiketi.auth.link.sweep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return links.deleteExpired(config.sweepBatch())
                .chain(() -> registrations.deleteExpired(config.sweepBatch()))
                .replaceWithVoid();
    }
}
