package gg.tiketi.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The first design's roadmap, box by box: none is left out, and none is without a check and a way back. */
class MigrationTest {

    private static final String DOCUMENT = "deploy/docs/migration.md";
    private static final Pattern COMMAND = Pattern.compile("`(deploy/[a-z/-]+)[ `]");
    private static final List<String> BOXES = List.of(
            // before
            "old system backed up",
            "account and billing",
            "domain owned",
            "team trained",
            // week 1
            "VPC",
            "subnets",
            "internet gateway",
            "NAT gateways",
            "route tables",
            "database",
            "database parameters",
            "security groups",
            "old data copied",
            "cache cluster",
            "cache groups",
            "connection test",
            // week 2
            "Dockerfile",
            "registry",
            "images pushed",
            "cluster",
            "task definitions",
            "services",
            "scaling",
            "target group",
            "health check",
            "sticky sessions",
            "bucket",
            "page uploaded",
            "distribution",
            "certificate",
            "hosted zone",
            "records",
            "domain",
            // week 3
            "workflow",
            "credentials",
            "delivery rehearsed",
            "dashboard",
            "alarms",
            "notifications",
            "logs",
            "saved queries",
            "traces",
            "load test",
            "scaling tuned",
            "cache times tuned",
            "slow statements",
            "groups checked",
            "roles checked",
            "rotation checked",
            // week 4
            "dry run",
            "way back rehearsed",
            "checklist",
            "DNS switch",
            "traffic watched",
            "error log watched",
            "24 hours watched",
            "figures compared",
            "user feedback",
            "cost checked",
            "operations guide",
            "console training",
            // during and after
            "infrastructure as code",
            "data migration rehearsed",
            "deployment automated",
            "monitoring on",
            "performance tested",
            "cost options applied",
            "documents complete",
            "operations process");

    private static List<List<String>> rows() {
        return Checkout.text(DOCUMENT)
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| box "))
                .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ")))
                .toList();
    }

    @Test
    void everyBoxIsThereOnce() {
        assertThat(rows()).extracting(List::getFirst).containsExactlyElementsOf(BOXES);
    }

    @Test
    void everyBoxHasWhatToDoACheckAndAWayBack() {
        assertThat(rows()).allSatisfy(row -> assertThat(row).hasSize(4));
        assertThat(rows()).allSatisfy(row -> assertThat(row.get(1).length()).isGreaterThan(8));
        assertThat(rows()).allSatisfy(row -> assertThat(row.get(2).length()).isGreaterThan(8));
    }

    @Test
    void everyCommandOfOursExists() {
        assertThat(COMMAND.matcher(Checkout.text(DOCUMENT)).results().map((MatchResult found) -> found.group(1)))
                .isNotEmpty()
                .allMatch(name -> Files.exists(Checkout.file(name)));
    }
}
