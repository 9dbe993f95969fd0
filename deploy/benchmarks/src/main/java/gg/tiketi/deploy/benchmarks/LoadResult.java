package gg.tiketi.deploy.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the load generator saw.
 *
 * @param json its line, as it wrote it
 * @param answers status of each request of the file by its place, 0 for none; empty when not asked for
 */
record LoadResult(JsonNode json, List<Integer> answers) {

    double rate() {
        return json.path("rate").asDouble();
    }

    long answered() {
        return json.path("answered").asLong();
    }

    /** Requests that were sent and not answered. */
    long lost() {
        return json.path("issued").asLong() - answered();
    }

    double seconds() {
        return json.path("seconds").asDouble();
    }

    long largestBody() {
        return json.path("bodyMax").asLong();
    }

    double millis(String percentile) {
        return json.path("latencyMs").path(percentile).asDouble();
    }

    long cpuMillis() {
        return json.path("cpuMs").asLong();
    }

    /** How often each status was answered. */
    Map<Integer, Long> statuses() {
        Map<Integer, Long> counts = new TreeMap<>();
        json.path("byStatus")
                .properties()
                .forEach(entry -> counts.put(
                        Integer.valueOf(entry.getKey()),
                        entry.getValue().path("count").asLong()));
        return counts;
    }
}
