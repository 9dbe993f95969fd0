package gg.tiketi.system.engine;

import gg.tiketi.deploy.local.Checkout;
import gg.tiketi.deploy.local.Plan;
import gg.tiketi.deploy.local.Port;
import gg.tiketi.deploy.local.Service;
import gg.tiketi.deploy.local.Suite;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * seat-service with one of its Redis scripts changed: a checkout that borrows the packages of this one, but has a copy of
 * seat-service's, in whose jar the script lacks a piece. See {@link Sabotage} for what it takes out.
 */
enum BrokenScript {
    /** A rebuild opens an empty copy. */
    REPAIR(new Edit(
            "load.lua",
            "redis.call('HSET', KEYS[2], ARGV[i],",
            "redis.call('HSET', KEYS[2] .. ':elsewhere', ARGV[i],")) {
        @Override
        void play(Engine engine, TestEvent event, Ledger ledger, long seed, SabotageResult.Watch watch)
                throws Exception {
            try (Crowd crowd = Crowd.start(engine, event, ledger, BUYERS, seed)) {
                watch.awaitTime(WHILE);
                try (RedisTalk talk =
                        RedisTalk.to(engine.suite().port(Port.REDIS), RedisTalk.password(engine.suite()))) {
                    talk.tell("FLUSHALL");
                }
                // Each refusal by PostgreSQL corrects the seats it was about: the crowd may not go on for long.
                crowd.finish();
            }
            List<String> last = event.labels()
                    .subList(event.labels().size() - 1, event.labels().size());
            engine.buyer(ledger).insist(Buyer.Request.reserve(event.id(), last));
        }
    },
    /** A rebuilder that was overtaken brings its old seats all the same. */
    EPOCH(
            new Edit(
                    "load.lua",
                    "if meta[1] ~= ARGV[3] or tonumber(meta[2]) ~= tonumber(ARGV[6]) - 1 then return 0 end",
                    ""),
            new Edit(
                    "current.lua",
                    "if epoch < seen_epoch or (epoch == seen_epoch and tonumber(meta[2]) < seen_version) then return {'ABSENT'} end",
                    "")) {
        @Override
        void play(Engine engine, TestEvent event, Ledger ledger, long seed, SabotageResult.Watch watch)
                throws Exception {
            try (Wire database = new Wire(engine.suite().port(Port.POSTGRES))) {
                Suite.Node beside =
                        engine.suite().startAnother(Service.SEAT, Map.of("DB_PORT", Integer.toString(database.port())));
                Buyer buyer = engine.buyer(ledger);
                int first = (int) Math.floorMod(seed, 20L);
                UUID id = Objects.requireNonNull(buyer.insist(
                                Buyer.Request.reserve(event.id(), event.labels().subList(first, first + 2)))
                        .subject());
                PausedRebuild paused = PausedRebuild.begin(engine, database, beside, event, id);
                buyer.insist(Buyer.Request.cancel(id));
                paused.outrunBy(engine.buyer(ledger), event.labels().subList(first + 4, first + 6));
                paused.goOn();
                Fault.kill(beside.process());
                // A node that has seen the later copy goes on showing it; one that starts now shows what is there.
                Fault.KILL_SEAT_SERVICE.strike(engine);
            }
        }
    };

    private static final int BUYERS = 16;
    private static final Duration WHILE = Duration.ofSeconds(4);

    private final List<Edit> edits;

    BrokenScript(Edit... edits) {
        this.edits = List.of(edits);
    }

    /** One piece of one script, and what stands in its place. */
    private record Edit(String script, String text, String replacement) {

        void apply(FileSystem jar) throws IOException {
            Path file = jar.getPath("lua", "claim", script);
            String original = Files.readString(file);
            if (!original.contains(text)) {
                throw new IllegalStateException(script + " has not: " + text);
            }
            Files.writeString(file, original.replace(text, replacement));
        }
    }

    /** The rule that is broken by it. */
    String rule() {
        return "S7";
    }

    abstract void play(Engine engine, TestEvent event, Ledger ledger, long seed, SabotageResult.Watch watch)
            throws Exception;

    /** What the checker finds, on an engine that has the script broken or not. */
    SabotageResult play(Engine engine, long seed) throws Exception {
        Ledger ledger = new Ledger();
        TestEvent event = engine.event(this + " " + seed, 3);
        SabotageResult.Watch watch = new SabotageResult.Watch();
        play(engine, event, ledger, seed, watch);
        return watch.check(engine, event, ledger);
    }

    /** An engine with the script broken, from a checkout in this folder. */
    Engine start(Path folder) throws IOException {
        Path original = Checkout.root();
        for (Service service : Service.values()) {
            Path module = Files.createDirectories(folder.resolve(service.module()));
            Path target = original.resolve(service.module()).resolve("target");
            if (service == Service.SEAT) {
                copy(target.resolve("quarkus-app"), Files.createDirectory(module.resolve("target")));
            } else {
                Files.createSymbolicLink(module.resolve("target"), target);
            }
        }
        Path jars = folder.resolve(Service.SEAT.module()).resolve("target/quarkus-app/app");
        try (Stream<Path> files = Files.list(jars)) {
            edit(files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow());
        }
        return Engine.start("broken-" + this, plan -> withoutWhatHides(plan).of(folder));
    }

    /** The running comparison would bring everything back within seconds; batches that never meet would need no lock. */
    static Plan withoutWhatHides(Plan plan) {
        return plan.with(
                Service.SEAT,
                Map.of(
                        "TIKETI_CLAIM_COMPARE_INTERVAL", "PT1H",
                        "TIKETI_CLAIM_COMPARE_RESTING", "PT1H",
                        "TIKETI_RESERVATION_BATCH_INTERVAL", "PT0S"));
    }

    private void edit(Path jar) throws IOException {
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
            for (Edit edit : edits) {
                edit.apply(inside);
            }
        }
    }

    /** Copies a folder with all in it. */
    private static void copy(Path folder, Path into) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        into.resolve(folder.getParent().relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Deletes the checkout. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
