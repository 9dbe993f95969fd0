package gg.tiketi.deploy.aws;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.deploy.aws.Bill.Line;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes deploy/docs/cost.md: what the environments cost, beside what the first design said. */
final class CostReport {

    private static final double RESERVE = 28.25;

    private final Prices prices;
    private final Map<Line, Double> plan;
    private final Map<Line, Double> planInVirginia;
    private final Map<Line, Double> prod;
    private final Map<Line, Double> optimised;
    private final Map<Line, Double> dev;

    CostReport(Prices prices, Collection<JsonNode> plan, Collection<JsonNode> prod, Collection<JsonNode> dev) {
        this.prices = prices;
        this.plan = new Bill(plan, prices, true).lines();
        this.planInVirginia = new Bill(plan, prices, false).lines();
        this.prod = new Bill(prod, prices, true).lines();
        this.optimised = new Bill(prod, prices, true).committed();
        this.dev = new Bill(dev, prices, true).lines();
    }

    static double sum(Map<Line, Double> lines) {
        return lines.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Without what the first design's table leaves out. */
    private static double sumOfPlanned(Map<Line, Double> lines) {
        return lines.entrySet().stream()
                .filter(line -> line.getKey().planned() > 0)
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    String write() {
        return heading() + table() + findings() + assumptions() + priceTable();
    }

    private static String heading() {
        return """
                # What it costs

                Written by `CostTest` from the templates of [deploy/aws](../aws/README.md) and its
                [price file](../aws/src/main/resources/prices.csv); the test fails when this page is not what they give. US dollars a
                month, without tax, of 730 hours.

                **No price of Seoul could be looked up when the price file was written (2026-11-25)**: they are list prices as
                remembered, and say so. The sums are as good as they are. Check the file before an order is placed.

                """;
    }

    private String table() {
        StringBuilder table = new StringBuilder("""
                | | first design, as it says | the same, recomputed for Seoul | the same in Virginia | ours (`prod`) | ours, a year's commitment | `dev` |
                |---|--:|--:|--:|--:|--:|--:|
                """);
        for (Line line : Line.values()) {
            table.append("| %s | %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            line.title(),
                            line.planned() > 0 ? dollars(line.planned()) : "–",
                            dollars(plan, line),
                            dollars(planInVirginia, line),
                            dollars(prod, line),
                            dollars(optimised, line),
                            dollars(dev, line)));
        }
        table.append("| reserve | %s | | | | | |\n".formatted(dollars(RESERVE)));
        table.append("| **sum** | **350.00** | **%s** | **%s** | **%s** | **%s** | **%s** |\n\n"
                .formatted(
                        dollars(sum(plan)),
                        dollars(sum(planInVirginia)),
                        dollars(sum(prod)),
                        dollars(sum(optimised)),
                        dollars(sum(dev))));
        return table.toString();
    }

    private String findings() {
        return """
                ## Where the first design's sums cannot hold

                Its lines, without the reserve, add up to 321.75; the same lines at its own sizes cost %s in Seoul and %s in Virginia.

                - **RDS, 80**: `db.t3.medium` over two zones is two machines and two disks: %s in Seoul, %s in Virginia. 80 is about
                  what one zone costs.
                - **Redis, 30**: four nodes of `cache.t3.micro` are %s in Seoul, %s in Virginia. 30 buys about two nodes.
                - **Fargate, 100**: four processors and 8 GB are at least 144 even in Virginia. With the evening of five tasks and the night
                  of one it is %s in Seoul.
                - **NAT, 70**: that is Virginia's price (%s); Seoul's is %s.
                - **CloudWatch, 10**: an alarm costs 0.10 for each metric in it, Container Insights and own metrics 0.30 each: %s.
                - **Secrets, 2**: three of them were counted; seven are there, because each service has its own.
                - **CloudFront, 5**: the first terabyte of a month is free, so it is less.
                - **Left out**: the firewall, public addresses (charged since 2024), the optional replica (%s).
                - **350 → 250 and 500 → 350** therefore cannot be reached at these sizes. What a year's commitment takes from ours is %s
                  (%d %%), if a year's plan takes 20 %% off Fargate, 31 %% off RDS and 33 %% off the cache.
                - **Development, 100**: %s: NAT gateway, load balancer and firewall have no small size.

                ## What makes ours cheaper, and dearer

                Cheaper: ARM64 instead of x86, Valkey instead of Redis, Spot for auth-service and event-service, no replica, no public load
                balancer. Dearer: a cache group beside the state group (two nodes, idle until something is cached), two tasks at night,
                seven secrets.

                """.formatted(
                        dollars(sumOfPlanned(plan)),
                        dollars(sumOfPlanned(planInVirginia)),
                        dollars(plan, Line.DATABASE),
                        dollars(planInVirginia, Line.DATABASE),
                        dollars(plan, Line.CACHE),
                        dollars(planInVirginia, Line.CACHE),
                        dollars(plan, Line.TASKS),
                        dollars(planInVirginia, Line.NAT),
                        dollars(plan, Line.NAT),
                        dollars(plan, Line.WATCH),
                        dollars(plan, Line.REPLICA),
                        dollars(sum(prod) - sum(optimised)),
                        Math.round(100 * (1 - sum(optimised) / sum(prod))),
                        dollars(sum(dev)));
    }

    private static String assumptions() {
        return """
                ## Assumed

                What no template says is the same for every environment: %d GB through NAT, %d GB in S3 and as much in ECR, %d GB from
                CloudFront, %d million requests, %d GB of logs, one LCU, %d metrics per service from Container Insights and %d from the
                collector. The number of tasks is the schedule's minimum over the day; what a rush adds is not counted. Transfer between
                zones, snapshots and calls of AWS are cents and left out.

                ## Prices

                """.formatted(
                        Bill.NAT_GB,
                        Bill.STORED_GB,
                        Bill.CDN_GB,
                        Bill.REQUESTS_MILLION,
                        Bill.LOG_GB,
                        Bill.METRICS_PER_SERVICE,
                        Bill.METRICS_OF_COLLECTOR);
    }

    private String priceTable() {
        StringBuilder table =
                new StringBuilder("| price | per | Seoul | Virginia | where to check |\n|---|---|--:|--:|---|\n");
        new TreeMap<>(prices.prices())
                .forEach((key, price) -> table.append("| `%s` | %s | %s%s | %s%s | <%s> |\n"
                        .formatted(
                                key,
                                price.unit(),
                                price.seoul(),
                                mark(price.seoulStatus()),
                                price.virginia(),
                                mark(price.virginiaStatus()),
                                price.source())));
        return table.append("\n\\* estimate: as remembered, not looked up.\n").toString();
    }

    private static String mark(String status) {
        return status.equals("sourced") ? "" : " \\*";
    }

    private static String dollars(Map<Line, Double> lines, Line line) {
        Double dollars = lines.get(line);
        return dollars == null ? "–" : dollars(dollars);
    }

    private static String dollars(double amount) {
        return String.format(Locale.ROOT, "%.2f", amount);
    }
}
