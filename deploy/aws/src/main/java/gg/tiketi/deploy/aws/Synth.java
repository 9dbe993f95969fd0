package gg.tiketi.deploy.aws;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command: {@code <environment> <folder> [<setting>=<value>]...} writes the environment's templates. */
public final class Synth {

    private Synth() {}

    public static void main(String[] arguments) {
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        if (rest.size() < 2) {
            System.err.println("needed: <environment> <folder> [<setting>=<value>]...");
            System.exit(2);
        }
        String name = rest.removeFirst();
        String folder = rest.removeFirst();
        try {
            Platform.make(EnvironmentReader.read(name, replaced(rest)), folder).synth();
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
        }
        System.exit(0);
    }

    private static Map<String, String> replaced(Iterable<String> settings) {
        Map<String, String> replaced = new HashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("not <setting>=<value>: " + setting);
            }
            replaced.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return replaced;
    }
}
