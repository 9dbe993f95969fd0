package gg.tiketi.deploy.local;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What one run is made of.
 *
 * @param checkout where the packaged services are found
 * @param state the folder that the run owns: data, secrets, copies
 * @param cache where unpacked executables are kept, shared between runs
 * @param ports which port has which number
 * @param services the services to start; the others' settings are written for development mode
 * @param durable whether what is acknowledged survives a power cut; off only for tests
 * @param reset whether to forget earlier data first
 * @param extra further environment variables for every service
 * @param own further environment variables for one service, which win
 * @param packaging what the services were built to
 */
public record Plan(
        Path checkout,
        Path state,
        Path cache,
        PortPlan ports,
        Set<Service> services,
        boolean durable,
        boolean reset,
        Map<String, String> extra,
        Map<Service, Map<String, String>> own,
        Packaging packaging) {

    public Plan {
        services = services.isEmpty() ? Set.of() : Set.copyOf(services);
        extra = Map.copyOf(extra);
        own = Map.copyOf(own);
    }

    /** A plan on the JVM in which no service is told anything of its own. */
    public Plan(
            Path checkout,
            Path state,
            Path cache,
            PortPlan ports,
            Set<Service> services,
            boolean durable,
            boolean reset,
            Map<String, String> extra) {
        this(checkout, state, cache, ports, services, durable, reset, extra, Map.of(), Packaging.JVM);
    }

    /** The whole suite of a checkout, as {@code deploy/run} starts it. */
    static Plan ofCheckout(Path checkout, PortPlan ports) {
        Path state = checkout.resolve(".tiketi");
        return new Plan(
                checkout, state, state.resolve("cache"), ports, EnumSet.allOf(Service.class), true, false, Map.of());
    }

    /** The whole suite beside others: free ports, a state folder that its maker deletes, nothing synced to disk. */
    public static Plan forTests(Path state) {
        return new Plan(
                Checkout.root(),
                state,
                Checkout.cache(),
                PortPlan.free(),
                EnumSet.allOf(Service.class),
                false,
                false,
                Map.of());
    }

    /** The same plan with further environment variables for every service. */
    public Plan with(Map<String, String> environment) {
        return new Plan(checkout, state, cache, ports, services, durable, reset, environment, own, packaging);
    }

    /** The same plan with further environment variables for one service. */
    public Plan with(Service service, Map<String, String> environment) {
        Map<Service, Map<String, String>> changed = new HashMap<>(own);
        changed.put(service, Map.copyOf(environment));
        return new Plan(checkout, state, cache, ports, services, durable, reset, extra, changed, packaging);
    }

    /** The same plan with what is acknowledged synced to disk, as {@code deploy/run} does it. */
    public Plan durably() {
        return new Plan(checkout, state, cache, ports, services, true, reset, extra, own, packaging);
    }

    /** The same plan with the packages of another checkout. */
    public Plan of(Path otherCheckout) {
        return new Plan(otherCheckout, state, cache, ports, services, durable, reset, extra, own, packaging);
    }

    /** The same plan with services that were built another way. */
    public Plan as(Packaging other) {
        return new Plan(checkout, state, cache, ports, services, durable, reset, extra, own, other);
    }
}
