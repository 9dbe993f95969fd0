package gg.tiketi.deploy.benchmarks;

import java.util.List;

/**
 * An event that was published for a benchmark.
 *
 * @param labels of its seats in plan order
 * @param readyMillis from its publication until seat-service sold it
 */
record SaleEvent(String id, List<String> labels, long readyMillis) {

    String path() {
        return "/api/events/" + id;
    }
}
