package gg.tiketi.deploy.benchmarks;

import gg.tiketi.deploy.local.Packaging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * What to measure and how.
 *
 * @param scenarios in the order given
 * @param connections of the load generator and of every limit measured beside
 * @param seconds of one measured run
 * @param runs of each measurement; medians are told
 * @param warmUpSeconds of mixed load before the first measurement, so that the JVMs have compiled what is hot
 * @param buyers accounts, each with a token of its own
 * @param people of the waiting room, each with a token of its own
 * @param rate arrivals a second of the open-loop scenarios; 0 for 60 % of what the closed loop reached
 * @param watchers of the scenario of that name
 * @param seed of every random choice
 * @param profile whether flight recordings of gateway and seat-service are taken
 * @param packaging what the services were built to
 * @param keep whether the result is written to the results folder
 */
record Options(
        List<Scenario> scenarios,
        int connections,
        int seconds,
        int runs,
        int warmUpSeconds,
        int buyers,
        int people,
        int rate,
        int watchers,
        long seed,
        boolean profile,
        Packaging packaging,
        boolean keep) {

    static final String USAGE = """
            deploy/benchmarks/run [scenario…] [options]   measures the packaged suite on this machine

            %s
              --connections <n>   of the load generator and of each limit beside it (32)
              --seconds <s>       of one measured run (8)
              --runs <n>          of each measurement; medians are told (3)
              --warm-up <s>       mixed load before the first measurement (120)
              --buyers <n>        accounts with a token each (5000)
              --people <n>        of waiting-room; signing their tokens takes a minute for 50,000 (100000)
              --rate <per s>      arrivals of hot-sale (60 %% of what winners reached, or 600)
              --watchers <n>      of one event, in scenario watchers (10000)
              --seed <n>          of every random choice (1)
              --profile           flight recordings of gateway and seat-service, in deploy/benchmarks/target
              --packaging <kind>  jvm (default), aot or native (needs native-image: GRAALVM_HOME)
              --keep              write the result to deploy/benchmarks/results
              --no-build          measure what was built last
              --help              this text
            """;

    Options {
        scenarios = List.copyOf(scenarios);
        if (connections < 1 || connections > 60 || seconds < 1 || seconds > 120 || runs < 1 || runs > 20) {
            throw new IllegalArgumentException("connections 1-60, seconds 1-120, runs 1-20");
        }
        if (watchers < 1_001 || watchers > 15_000) {
            throw new IllegalArgumentException("watchers 1001-15000");
        }
        if (warmUpSeconds < 0
                || warmUpSeconds > 600
                || buyers < 100
                || buyers > 20_000
                || people < 10_000
                || people > 200_000
                || rate < 0
                || seed < 1) {
            throw new IllegalArgumentException(
                    "warm-up 0-600, buyers 100-20000, people 10000-200000, rate not negative, seed from 1");
        }
    }

    static Options parse(String... arguments) {
        List<Scenario> scenarios = new ArrayList<>();
        int connections = 32;
        int seconds = 8;
        int runs = 3;
        int warmUp = 120;
        int buyers = 5_000;
        int people = 100_000;
        int rate = 0;
        int watchers = 10_000;
        long seed = 1;
        boolean profile = false;
        Packaging packaging = Packaging.JVM;
        boolean keep = false;
        Iterator<String> rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            switch (argument) {
                case "--connections" -> connections = number(argument, rest);
                case "--seconds" -> seconds = number(argument, rest);
                case "--runs" -> runs = number(argument, rest);
                case "--warm-up" -> warmUp = number(argument, rest);
                case "--buyers" -> buyers = number(argument, rest);
                case "--people" -> people = number(argument, rest);
                case "--rate" -> rate = number(argument, rest);
                case "--watchers" -> watchers = number(argument, rest);
                case "--seed" -> seed = number(argument, rest);
                case "--profile" -> profile = true;
                case "--packaging" -> packaging = Packaging.named(value(argument, rest));
                case "--keep" -> keep = true;
                default -> scenarios.add(Scenario.named(argument));
            }
        }
        if (scenarios.isEmpty()) {
            scenarios.addAll(List.of(Scenario.values()));
        }
        return new Options(
                scenarios,
                connections,
                seconds,
                runs,
                warmUp,
                buyers,
                people,
                rate,
                watchers,
                seed,
                profile,
                packaging,
                keep);
    }

    static String usage() {
        StringBuilder names = new StringBuilder();
        for (Scenario scenario : Scenario.values()) {
            names.append(String.format("  %-19s %s%n", scenario.label(), scenario.purpose()));
        }
        return USAGE.formatted(names);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static int number(String option, Iterator<String> rest) {
        try {
            return Integer.parseInt(value(option, rest));
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(option + " needs a number", wrong);
        }
    }
}
