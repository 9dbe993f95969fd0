package gg.tiketi.deploy.local;

import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** Which number each port of one run has. */
public final class PortPlan {

    private static final int HIGHEST = 65_535;

    private final Map<Port, Integer> numbers;

    private PortPlan(Map<Port, Integer> numbers) {
        this.numbers = numbers;
    }

    /** The usual numbers, unless the environment names others. */
    public static PortPlan usual(Map<String, String> environment) throws Refusal {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            String given = environment.get(port.variable());
            numbers.put(port, given == null ? port.usual() : parse(port.variable(), given));
        }
        return new PortPlan(numbers);
    }

    /** Numbers that nobody listens on at this moment, for tests beside a running suite. */
    public static PortPlan free() {
        Iterator<Integer> free = Ports.free(Port.values().length).iterator();
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            numbers.put(port, free.next());
        }
        return new PortPlan(numbers);
    }

    static int parse(String name, String given) throws Refusal {
        try {
            int number = Integer.parseInt(given);
            if (number > 0 && number <= HIGHEST) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw new Refusal(name + " must be a port number, not '" + given + "'", notANumber);
        }
        throw new Refusal(name + " must be between 1 and " + HIGHEST + ", not " + given);
    }

    /** The same plan with one other number. */
    public PortPlan with(Port port, int number) {
        Map<Port, Integer> changed = new EnumMap<>(numbers);
        changed.put(port, number);
        return new PortPlan(changed);
    }

    /** The port's number. */
    public int number(Port port) {
        return java.util.Objects.requireNonNull(numbers.get(port));
    }

    /** The address of the port on this machine. */
    String url(Port port) {
        return "http://127.0.0.1:" + number(port);
    }

    /** Refuses when one of the ports is taken, and says which, what for, and by whom if that can be seen. */
    void check(Collection<Port> wanted) throws IOException {
        for (Port port : wanted) {
            if (!Ports.isFree(number(port))) {
                Optional<String> owner = Ports.owner(number(port));
                throw new Refusal("Port " + number(port) + " (" + port.purpose() + ") is in use"
                        + owner.map(by -> " by " + by).orElse("") + "; free it or set " + port.variable());
            }
        }
    }
}
