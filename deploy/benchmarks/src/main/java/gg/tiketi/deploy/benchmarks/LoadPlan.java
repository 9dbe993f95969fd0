package gg.tiketi.deploy.benchmarks;

/**
 * How the load generator plays a file of requests.
 *
 * @param seconds at most; the end of the file ends it too
 * @param rate arrivals a second at random gaps; 0 for a closed loop
 * @param repeat whether the file starts again at its end
 */
record LoadPlan(int connections, int seconds, double rate, boolean repeat, long seed) {

    LoadPlan repeating() {
        return new LoadPlan(connections, seconds, rate, true, seed);
    }

    LoadPlan lasting(int otherSeconds) {
        return new LoadPlan(connections, otherSeconds, rate, repeat, seed);
    }

    /** Open loop; with so many connections that a free one is always there while the suite keeps up. */
    LoadPlan arriving(double otherRate) {
        return new LoadPlan(200, seconds, otherRate, repeat, seed);
    }
}
