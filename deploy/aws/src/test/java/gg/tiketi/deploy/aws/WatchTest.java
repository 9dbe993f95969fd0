package gg.tiketi.deploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.deploy.aws.Synthesis.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTest {

    private static Resource alarm(String name, String alarm) {
        return Synthesis.of(name).one("AWS::CloudWatch::Alarm", "/AlarmName", "tiketi-" + alarm + "-prod");
    }

    @ParameterizedTest
    @CsvSource({
        "gateway-cpu-critical,90,5,GreaterThanThreshold,critical",
        "auth-cpu-critical,90,5,GreaterThanThreshold,critical",
        "event-cpu-critical,90,5,GreaterThanThreshold,critical",
        "seat-cpu-critical,90,5,GreaterThanThreshold,critical",
        "seat-cpu-warning,70,10,GreaterThanThreshold,warning",
        "seat-memory-critical,90,5,GreaterThanThreshold,critical",
        "seat-memory-warning,70,10,GreaterThanThreshold,warning",
        "rds-connections,90,1,GreaterThanThreshold,critical",
        "alb-5xx,10,1,GreaterThanThreshold,critical",
        "redis-hit-rate,80,10,LessThanThreshold,warning",
        "rds-storage,4294967296,5,LessThanThreshold,warning",
        "rds-read-share,70,60,GreaterThanThreshold,warning",
        "rds-replica-lag,1,5,GreaterThanThreshold,warning",
        "redis-memory,80,5,GreaterThanThreshold,critical"
    })
    void theFirstDesignsAlarmsHaveItsLimits(
            String name, double threshold, int minutes, String operator, String severity) {
        Resource alarm = alarm("plan", name);

        assertThat(alarm.at("/Threshold").asDouble()).isEqualTo(threshold);
        assertThat(alarm.at("/EvaluationPeriods").asInt()).isEqualTo(minutes);
        assertThat(alarm.text("/ComparisonOperator")).isEqualTo(operator);
        assertThat(alarm.at("/AlarmActions").toString()).contains("\"" + severity);
        assertThat(alarm.at("/AlarmActions")).hasSize(1);
        JsonNode period =
                alarm.at("/Period").isMissingNode() ? alarm.at("/Metrics").findValue("Period") : alarm.at("/Period");
        assertThat(period.asInt()).isEqualTo(60);
    }

    @Test
    void connectionsAreMeasuredAgainstOurLimit() {
        assertThat(alarm("prod", "rds-connections").at("/Threshold").asInt()).isEqualTo(180);
    }

    @Test
    void sellingItselfIsWatched() {
        assertThat(alarm("prod", "seat-errors").text("/Namespace")).isEqualTo("Tiketi");
        assertThat(alarm("prod", "seat-errors").text("/Statistic")).isEqualTo("SampleCount");
        assertThat(alarm("prod", "integrity").text("/MetricName")).isEqualTo("tiketi_integrity_violations");
        assertThat(alarm("prod", "integrity").at("/Threshold").asInt()).isZero();
    }

    /** 99.95 % leaves 0.05 %; 14.4 times that within an hour spends 2 % of the month's budget. */
    @ParameterizedTest
    @CsvSource({
        "slo-fast-60m,0.0072,3600",
        "slo-fast-5m,0.0072,300",
        "slo-slow-360m,0.003,21600",
        "slo-slow-30m,0.003,1800"
    })
    void theErrorBudgetIsWatchedInTwoWindows(String name, double threshold, int seconds) {
        Resource alarm = alarm("prod", name);

        assertThat(alarm.at("/Threshold").asDouble()).isEqualTo(threshold);
        assertThat(alarm.at("/Metrics").findValue("Period").asInt()).isEqualTo(seconds);
        assertThat(alarm.at("/AlarmActions").isMissingNode()).isTrue();
        assertThat(Synthesis.of("prod").all("AWS::CloudWatch::CompositeAlarm"))
                .hasSize(2)
                .allSatisfy(both -> assertThat(both.at("/AlarmRule").toString()).contains(" AND "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void everyAlarmLeadsToAParagraphThatExists(String name) throws IOException {
        String book = Files.readString(Path.of("..", "docs", "alarms.md"));
        Set<String> paragraphs = new TreeSet<>();
        book.lines()
                .filter(line -> line.startsWith("## "))
                .forEach(line -> paragraphs.add(
                        line.substring(3).toLowerCase(java.util.Locale.ROOT).replace(' ', '-')));
        List<String> descriptions = Stream.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
                .flatMap(type -> Synthesis.of(name).all(type).stream())
                .map(alarm -> alarm.text("/AlarmDescription"))
                .toList();

        assertThat(descriptions).hasSizeGreaterThan(20).allSatisfy(description -> {
            assertThat(description).contains("deploy/docs/alarms.md#");
            assertThat(paragraphs).contains(description.substring(description.indexOf('#') + 1));
        });
        Synthesis.of(name).all("AWS::CloudWatch::Alarm").stream()
                .filter(alarm -> !alarm.text("/AlarmName").contains("slo-"))
                .forEach(alarm ->
                        assertThat(alarm.at("/AlarmActions")).as(alarm.id()).hasSize(1));
    }

    @Test
    void criticalAlarmsGoByTextMessageToo() {
        Set<String> ways = new TreeSet<>();
        Synthesis.of("prod")
                .all("AWS::SNS::Subscription")
                .forEach(subscription ->
                        ways.add(subscription.text("/TopicArn/Ref").replaceAll("[0-9A-F]{8}$", "") + " "
                                + subscription.text("/Protocol")));

        assertThat(ways).containsExactly("critical email", "critical sms", "warning email");
    }

    @Test
    void theDashboardShowsEachOfTheFirstDesignsMetrics() {
        assertThat(Synthesis.of("plan")
                        .one("observability", "AWS::CloudWatch::Dashboard")
                        .at("/DashboardBody")
                        .toString())
                .contains(
                        "CPUUtilization",
                        "MemoryUtilization",
                        "RunningTaskCount",
                        "RequestCount",
                        "TargetResponseTime",
                        "HTTPCode_Target_5XX_Count",
                        "DatabaseConnections",
                        "ReadIOPS",
                        "WriteIOPS",
                        "EngineCPUUtilization",
                        "CacheHits",
                        "CacheMisses",
                        "Evictions");
    }

    @ParameterizedTest
    @CsvSource({"plan,30", "prod,30", "dev,7"})
    void logsHaveTheirNamesAndAge(String name, int days) {
        Set<String> names = new TreeSet<>();
        assertThat(Synthesis.of(name).all("AWS::Logs::LogGroup")).allSatisfy(group -> {
            assertThat(group.at("/RetentionInDays").asInt()).isEqualTo(days);
            names.add(group.text("/LogGroupName"));
        });

        assertThat(names)
                .contains(
                        "/ecs/tiketi-gateway",
                        "/ecs/tiketi-auth",
                        "/ecs/tiketi-event",
                        "/ecs/tiketi-seat",
                        "/elasticache/tiketi-redis",
                        "/aws/rds/instance/tiketi-db/postgresql");
        assertThat(Synthesis.of(name).all("AWS::Logs::QueryDefinition")).hasSize(6);
    }

    @Test
    void tracesGoToXRayThroughTheCollector() {
        JsonNode collector = Synthesis.of("prod")
                .one("AWS::ECS::TaskDefinition", "/Family", "tiketi-collector")
                .at("/ContainerDefinitions/0");
        JsonNode seat = Synthesis.of("prod")
                .one("AWS::ECS::TaskDefinition", "/Family", "tiketi-seat")
                .at("/ContainerDefinitions/0");

        assertThat(RolloutTest.variable(collector, "AOT_CONFIG_CONTENT"))
                .contains("awsxray", "awsemf", "seat.tiketi.internal", "port: 9004");
        assertThat(RolloutTest.variable(seat, "OTEL_EXPORTER_OTLP_ENDPOINT"))
                .isEqualTo("http://collector.tiketi.internal:4317");
    }

    @Test
    void requestsAreCountedByTheMinuteNotSinceTheTaskBegan() {
        String configuration = RolloutTest.variable(
                Synthesis.of("prod")
                        .one("AWS::ECS::TaskDefinition", "/Family", "tiketi-collector")
                        .at("/ContainerDefinitions/0"),
                "AOT_CONFIG_CONTENT");

        assertThat(configuration)
                .contains("metrics: [http_server_requests_seconds]", "processors: [cumulativetodelta, batch]");
    }

    @Test
    void everyCallToTheAccountIsRecorded() {
        Resource trail = Synthesis.of("prod").one("account", "AWS::CloudTrail::Trail");

        assertThat(trail.at("/IsMultiRegionTrail").asBoolean()).isTrue();
        assertThat(trail.at("/EnableLogFileValidation").asBoolean()).isTrue();
        assertThat(trail.at("/IsLogging").asBoolean()).isTrue();
    }

    @Test
    void onlyOneRepositorysEnvironmentMayDeploy() {
        Resource role = Synthesis.of("prod").one("AWS::IAM::Role", "/RoleName", "tiketi-delivery-prod");
        JsonNode trust = role.at("/AssumeRolePolicyDocument/Statement/0");

        assertThat(trust.path("Action").asText()).isEqualTo("sts:AssumeRoleWithWebIdentity");
        assertThat(trust.at("/Condition/StringEquals/token.actions.githubusercontent.com:sub")
                        .asText())
                .isEqualTo("repo:tiketi/tiketi:environment:production");
        assertThat(Synthesis.of("prod").all("AWS::IAM::AccessKey")).isEmpty();
        assertThat(Synthesis.of("prod").all("AWS::IAM::User")).isEmpty();
        Resource policy = Synthesis.of("prod").all("pipeline", "AWS::IAM::Policy").stream()
                .filter(each -> each.at("/Roles").toString().contains("\"" + role.id() + "\""))
                .findAny()
                .orElseThrow();
        assertThat(policy.at("/PolicyDocument/Statement"))
                .filteredOn(statement -> statement.path("Action").asText().equals("iam:PassRole"))
                .singleElement()
                .satisfies(statement -> assertThat(statement.toString()).contains("ecs-tasks.amazonaws.com"));
    }
}
