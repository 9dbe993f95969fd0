package gg.tiketi.deploy.local;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of the suite: PostgreSQL and Redis, the database, the services. {@code deploy/run} and the system tests start
 * it the same way. {@link #close} may come at any moment, also in the middle of a start, and stops whatever runs:
 * the gateway first, then the services behind it, Redis, and PostgreSQL last.
 */
public final class Suite implements AutoCloseable {

    private final Plan plan;
    private final RunListener listener;
    private final CompletableFuture<Refusal> broken = new CompletableFuture<>();
    private final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);
    private final List<ServiceProcess> others = new ArrayList<>();
    private @Nullable StateFolder state;
    private @Nullable RunSecrets secrets;
    private @Nullable Children children;
    private @Nullable DevelopmentSettings developmentSettings;
    private volatile @Nullable PostgresServer postgres;
    private volatile @Nullable RedisServer redis;
    private volatile boolean closing;

    /** Nothing starts before {@link #start}. */
    public Suite(Plan plan, RunListener listener) {
        this.plan = plan;
        this.listener = listener;
    }

    /** Starts everything and returns when all of it is ready; a part that fails stops the others. */
    public void start() throws IOException {
        try {
            prepare();
            startAll();
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private synchronized void prepare() throws IOException {
        if (closing) {
            throw new Refusal("stopping");
        }
        StateFolder taken = StateFolder.take(plan.state());
        state = taken;
        new Leftovers(taken.processList(), taken.postgresData(), line -> listener.log("launcher", line)).end();
        if (plan.reset()) {
            taken.reset();
        }
        List<Port> ports = new ArrayList<>(List.of(Port.POSTGRES, Port.REDIS));
        for (Service service : plan.services()) {
            plan.packaging().of(plan.checkout(), service);
            ports.addAll(List.of(service.port(), service.managementPort()));
        }
        plan.ports().check(ports.stream().sorted().toList());
        secrets = RunSecrets.in(taken.secrets());
        children = new Children(taken.processList());
        developmentSettings = new DevelopmentSettings(plan.checkout());
        for (Service service : Service.values()) {
            if (!plan.services().contains(service)) {
                developmentSettings.write(service, settings(service));
            }
        }
    }

    private List<String> parts() {
        List<String> parts = new ArrayList<>(List.of("PostgreSQL", "Redis"));
        plan.services().stream().sorted().map(Service::module).forEach(parts::add);
        return parts;
    }

    private void startAll() throws IOException {
        listener.starting(parts());
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().daemon().name("start-", 0).factory());
                HttpClient http = httpClient()) {
            CompletableFuture<?> database = run(threads, this::startPostgres);
            CompletableFuture<?> backends = CompletableFuture.allOf(database, run(threads, this::startRedis));
            List<CompletableFuture<?>> parts = new ArrayList<>(List.of(backends));
            for (Service service : plan.services()) {
                parts.add(run(threads, () -> startService(service, backends, http)));
            }
            // The first failure stops the other parts, so that none of them is waited for in vain.
            CompletableFuture<?> all = CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
            parts.forEach(part -> part.whenComplete((done, failure) -> {
                if (failure != null) {
                    all.completeExceptionally(failure);
                }
            }));
            broken.thenAccept(all::completeExceptionally);
            try {
                all.join();
            } catch (CompletionException failed) {
                close();
                throw new Refusal(Refusal.describe(failed), failed);
            }
        }
    }

    private static HttpClient httpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
    }

    private interface Step {
        void run() throws IOException;
    }

    private static CompletableFuture<?> run(ExecutorService threads, Step step) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        step.run();
                    } catch (IOException failed) {
                        throw new CompletionException(failed);
                    }
                },
                threads);
    }

    private void startPostgres() throws IOException {
        Instant begun = Instant.now();
        RunSecrets passwords = Objects.requireNonNull(secrets);
        PostgresServer started = PostgresServer.start(
                new PostgresServer.Options(
                        plan.cache(),
                        Objects.requireNonNull(state).postgresData(),
                        plan.ports().number(Port.POSTGRES),
                        passwords.superuser(),
                        plan.durable()),
                Objects.requireNonNull(children),
                log("postgres"));
        postgres = started;
        try {
            Database.prepare(started, passwords.roles());
        } catch (SQLException failed) {
            throw new Refusal("the database could not be prepared: " + failed.getMessage(), failed);
        }
        watch("PostgreSQL", started.process(), "");
        listener.ready("PostgreSQL", Duration.between(begun, Instant.now()));
    }

    private void startRedis() throws IOException {
        Instant begun = Instant.now();
        RedisServer started = RedisServer.start(
                plan.cache(),
                plan.ports().number(Port.REDIS),
                Objects.requireNonNull(secrets).redis(),
                Objects.requireNonNull(children),
                log("redis"));
        redis = started;
        watch("Redis", started.process(), "");
        listener.ready("Redis", Duration.between(begun, Instant.now()));
    }

    private void startService(Service service, CompletableFuture<?> backends, HttpClient http) throws IOException {
        Path copy = Objects.requireNonNull(state).application(service);
        Application.copy(plan.packaging().of(plan.checkout(), service), copy);
        plan.packaging().prepare(copy, service.heapMegabytes(), Objects.requireNonNull(children));
        if (service.schema().isPresent()) {
            backends.join();
        }
        Instant begun = Instant.now();
        ServiceProcess started = ServiceProcess.start(
                service,
                plan.packaging(),
                copy,
                settings(service),
                Objects.requireNonNull(children),
                log(service.module()));
        synchronized (services) {
            services.put(service, started);
        }
        started.awaitReady(http, plan.ports().url(service.managementPort()));
        Processes.afterEnd(service.module(), started.process(), () -> breakBy(started::ended));
        listener.ready(service.module(), Duration.between(begun, Instant.now()));
    }

    /**
     * One more node of a service.
     *
     * @param url its address
     * @param managementUrl where its health and metrics are
     * @param process its process
     * @param start how long it took from its start until it was ready
     */
    public record Node(String url, String managementUrl, ProcessHandle process, Duration start) {}

    /**
     * Starts one more node of a service that runs already, on free ports and with the same backends, and returns when it
     * is ready. Nobody misses it when it ends; the latest, it does with the suite.
     *
     * @param changes environment variables that are other than those of the first node
     */
    public Node startAnother(Service service, Map<String, String> changes) throws IOException {
        PortPlan free = PortPlan.free();
        Map<String, String> settings = settings(service);
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(free.number(service.port())));
        settings.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(free.number(service.managementPort())));
        settings.putAll(changes);
        Path application = Objects.requireNonNull(state, "not started").application(service);
        String name = service.module() + "-" + free.number(service.port());
        Instant begun = Instant.now();
        ServiceProcess started = ServiceProcess.start(
                service,
                plan.packaging(),
                application,
                settings,
                Objects.requireNonNull(children, "not started"),
                log(name));
        synchronized (services) {
            others.add(started);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            started.awaitReady(http, free.url(service.managementPort()));
        }
        return new Node(
                free.url(service.port()),
                free.url(service.managementPort()),
                started.process().toHandle(),
                Duration.between(begun, Instant.now()));
    }

    private Map<String, String> settings(Service service) {
        Map<String, String> settings = new ServiceSettings(
                        plan.ports(), Objects.requireNonNull(secrets), Objects.requireNonNull(state))
                .of(service);
        settings.putAll(plan.extra());
        settings.putAll(plan.own().getOrDefault(service, Map.of()));
        return settings;
    }

    private Consumer<String> log(String part) {
        return line -> listener.log(part, line);
    }

    private void watch(String name, Process process, String told) {
        Processes.afterEnd(
                name,
                process,
                () -> breakBy(() -> new Refusal(name + " ended with exit code " + process.exitValue() + told)));
    }

    private void breakBy(Supplier<Refusal> why) {
        if (!closing) {
            broken.complete(why.get());
        }
    }

    /** Waits until a part ends that should not; the run cannot go on then. */
    public Refusal awaitFailure() {
        return broken.join();
    }

    /** The public address, that of the gateway. */
    public String url() {
        return "http://localhost:" + plan.ports().number(Port.GATEWAY);
    }

    /** The folder with this run's data, keys and secrets; this module's README tells what is where. */
    public Path folder() {
        return plan.state();
    }

    /** A port's number in this run. */
    public int port(Port port) {
        return plan.ports().number(port);
    }

    /** A superuser's connection to the suite's database, for checks; the caller closes it. */
    public Connection database() throws SQLException {
        return Objects.requireNonNull(postgres, "not started").connectAsSuperuser(Database.NAME);
    }

    /** The process of a service, to see what happens without it. */
    public ProcessHandle process(Service service) {
        synchronized (services) {
            return Objects.requireNonNull(services.get(service), "not started")
                    .process()
                    .toHandle();
        }
    }

    /** PostgreSQL's main process, the parent of each connection's. */
    public ProcessHandle postgres() {
        return Objects.requireNonNull(postgres, "not started").process().toHandle();
    }

    /** Redis's process. */
    public ProcessHandle redis() {
        return Objects.requireNonNull(redis, "not started").process().toHandle();
    }

    /** Starts PostgreSQL again on the same data after its process has ended; returns when it accepts connections. */
    public void restartPostgres() throws IOException {
        startPostgres();
    }

    /** Starts Redis again, empty, after its process has ended. */
    public void restartRedis() throws IOException {
        startRedis();
    }

    /** Starts a service again after its process has ended; returns when it is ready. */
    public void restart(Service service) throws IOException {
        try (HttpClient http = httpClient()) {
            startService(service, CompletableFuture.completedFuture(null), http);
        }
    }

    /** The administrator's sign-in, told once: at the first start of this folder's data. */
    public Optional<Administrator> administrator() throws IOException {
        return Administrator.takeFrom(
                Objects.requireNonNull(state, "not started").adminPassword());
    }

    /** Stops everything in order and lets the next run have the folder; done twice it does nothing. */
    @Override
    public void close() {
        closing = true;
        stopAll();
    }

    private synchronized void stopAll() {
        try {
            stopProcesses();
            if (developmentSettings != null) {
                developmentSettings.remove();
                developmentSettings = null;
            }
            if (state != null) {
                state.close();
            }
        } catch (IOException failed) {
            listener.log("launcher", "while stopping: " + Refusal.describe(failed));
        }
    }

    private void stopProcesses() throws IOException {
        Children running = children;
        if (running == null) {
            return;
        }
        running.refuseMore();
        Map<Service, ServiceProcess> started;
        List<ServiceProcess> more;
        synchronized (services) {
            started = new EnumMap<>(services);
            more = List.copyOf(others);
        }
        Optional.ofNullable(started.remove(Service.GATEWAY)).ifPresent(ServiceProcess::stop);
        Stream.concat(started.values().stream(), more.stream()).parallel().forEach(ServiceProcess::stop);
        if (redis != null) {
            redis.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        running.close();
        children = null;
    }
}
