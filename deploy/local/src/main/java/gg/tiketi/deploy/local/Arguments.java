package gg.tiketi.deploy.local;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was asked for on the command line of {@code deploy/run}. */
record Arguments(Set<Service> services, boolean reset, PortPlan ports, Packaging packaging) {

    static Arguments parse(String[] given, Map<String, String> environment) throws Refusal {
        Deque<String> left = new ArrayDeque<>(List.of(given));
        Set<Service> services = EnumSet.allOf(Service.class);
        boolean reset = false;
        PortPlan ports = PortPlan.usual(environment);
        Packaging packaging = Packaging.JVM;
        while (!left.isEmpty()) {
            String option = left.removeFirst();
            switch (option) {
                case "--reset" -> reset = true;
                case "--backends" -> services.clear();
                case "--except" -> services.remove(service(value(option, left)));
                case "--packaging" -> packaging = packaging(value(option, left));
                case "--port" -> ports = ports.with(Port.GATEWAY, PortPlan.parse(option, value(option, left)));
                default -> throw new Refusal("unknown option " + option + " (--help lists them)");
            }
        }
        return new Arguments(services, reset, ports, packaging);
    }

    private static String value(String option, Deque<String> left) throws Refusal {
        if (left.isEmpty()) {
            throw new Refusal(option + " needs a value (--help tells more)");
        }
        return left.removeFirst();
    }

    private static Packaging packaging(String name) throws Refusal {
        try {
            return Packaging.named(name);
        } catch (IllegalArgumentException unknown) {
            throw new Refusal(String.valueOf(unknown.getMessage()), unknown);
        }
    }

    private static Service service(String name) throws Refusal {
        return Service.named(name)
                .orElseThrow(() -> new Refusal("no service '" + name + "': one of "
                        + String.join(
                                ", ",
                                Arrays.stream(Service.values())
                                        .map(Service::module)
                                        .toList())));
    }

    Plan plan(Path checkout) {
        Plan whole = Plan.ofCheckout(checkout, ports);
        return new Plan(checkout, whole.state(), whole.cache(), ports, services, true, reset, Map.of()).as(packaging);
    }
}
