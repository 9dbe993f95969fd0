package gg.tiketi.deploy.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmRule;
import software.amazon.awscdk.services.cloudwatch.AlarmState;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.CompositeAlarm;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.logs.CfnQueryDefinition;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.amazon.awscdk.services.sns.subscriptions.SmsSubscription;

/**
 * Alarms, one dashboard and saved queries. Critical alarms wake somebody (SMS and e-mail), warnings are read (e-mail);
 * each says in its description where its paragraph of the run-book is. Metrics are named, not imported, so this stack
 * changes with the environment's settings only.
 */
final class ObservabilityStack extends PlatformStack {

    /** 99.95 % a month: what may fail. */
    static final double ERROR_BUDGET = 0.0005;

    private static final Duration MINUTE = Duration.minutes(1);
    private static final double GIBIBYTE = 1024.0 * 1024 * 1024;

    private final Environment environment;
    private final ClusterStack cluster;
    private final Topic critical;
    private final Topic warning;

    ObservabilityStack(App app, Environment environment, ClusterStack cluster) {
        super(app, environment, "observability");
        this.environment = environment;
        this.cluster = cluster;
        critical = topic("critical");
        warning = topic("warning");
        critical.addSubscription(new SmsSubscription(environment.watch().phone()));
        for (Service service : Service.values()) {
            watch(service);
        }
        watchBalancer();
        watchDatabase();
        watchCache();
        watchSelling();
        watchObjective();
        draw();
        saveQueries();
    }

    private Topic topic(String severity) {
        Topic topic = Topic.Builder.create(this, severity)
                .topicName(environment.named(severity))
                .enforceSsl(true)
                .build();
        topic.addSubscription(new EmailSubscription(environment.watch().email()));
        return topic;
    }

    private void watch(Service service) {
        for (String what : List.of("CPU", "Memory")) {
            IMetric metric = ecs(service, what + "Utilization");
            String name = service.id() + "-" + what.toLowerCase(java.util.Locale.ROOT);
            alarm(
                    critical,
                    name + "-critical",
                    above(metric, 90, 5),
                    what + "-full",
                    service.family() + " has no " + what + " left");
            alarm(
                    warning,
                    name + "-warning",
                    above(metric, 70, 10),
                    what + "-busy",
                    service.family() + " should have scaled out by now");
        }
    }

    private void watchBalancer() {
        alarm(critical, "alb-5xx", above(errors(MINUTE), 10, 1), "balancer-errors", "More than ten 5xx a minute");
    }

    private void watchDatabase() {
        double connections = 0.9 * environment.database().maxConnections();
        alarm(
                critical,
                "rds-connections",
                above(rds("DatabaseConnections", "Maximum", DataStack.INSTANCE), connections, 1),
                "database-connections",
                "More than nine tenths of " + environment.database().maxConnections() + " connections");
        alarm(
                warning,
                "rds-storage",
                below(
                        rds("FreeStorageSpace", "Minimum", DataStack.INSTANCE),
                        0.2 * environment.database().storageGb() * GIBIBYTE,
                        5),
                "database-storage",
                "Less than a fifth of the storage is free; it grows by itself up to its limit");
        IMetric readShare = MathExpression.Builder.create()
                .expression("100 * r / (r + w)")
                .usingMetrics(Map.of(
                        "r", rds("ReadIOPS", "Average", DataStack.INSTANCE),
                        "w", rds("WriteIOPS", "Average", DataStack.INSTANCE)))
                .label("read share")
                .period(MINUTE)
                .build();
        alarm(
                warning,
                "rds-read-share",
                above(readShare, 70, 60),
                "read-share",
                "Reads are over 70 %: think of a replica");
        if (environment.database().replicaInstance().isPresent()) {
            alarm(
                    warning,
                    "rds-replica-lag",
                    above(rds("ReplicaLag", "Maximum", DataStack.INSTANCE + "-replica"), 1, 5),
                    "replica-lag",
                    "The replica is more than a second behind");
        }
    }

    private void watchCache() {
        alarm(warning, "redis-hit-rate", below(hitRate(), 80, 10), "hit-rate", "Fewer than 80 % of lookups hit");
        String limit = environment.cache().isSplit() || !environment.name().equals("plan") ? "state" : "shared";
        alarm(
                critical,
                "redis-memory",
                above(byNode("DatabaseMemoryUsagePercentage", "Maximum", "MAX", stateNodes()), 80, 5),
                "redis-memory",
                "Redis (" + limit + ") is over 80 % full; without eviction it refuses writes when full");
    }

    /** What is wrong with selling itself, counted by the services. */
    private void watchSelling() {
        if (!environment.tasks().collector()) {
            return;
        }
        alarm(
                critical,
                "seat-errors",
                above(
                        own(
                                "http_server_requests_seconds",
                                "SampleCount",
                                Map.of("service", Service.SEAT.id(), "outcome", "SERVER_ERROR")),
                        10,
                        1),
                "money-path",
                "seat-service fails: reserving or paying");
        alarm(
                critical,
                "integrity",
                above(own("tiketi_integrity_violations", "Maximum", Map.of("service", Service.SEAT.id())), 0, 1),
                "integrity",
                "An invariant of seats or money is broken");
        alarm(
                warning,
                "repaired-seats",
                above(own("tiketi_claim_repaired_seats_total", "Sum", Map.of("service", Service.SEAT.id())), 0, 1),
                "repaired-seats",
                "A copy in Redis differed from PostgreSQL and was put right");
    }

    /** Budget burnt 14.4 times too fast within an hour, or 6 times within six: each confirmed by a short window. */
    private void watchObjective() {
        burn("fast", 14.4, Duration.hours(1), Duration.minutes(5));
        burn("slow", 6, Duration.hours(6), Duration.minutes(30));
    }

    private void burn(String name, double factor, Duration window, Duration confirmation) {
        List<Alarm> both = new ArrayList<>();
        for (Duration period : List.of(window, confirmation)) {
            IMetric share = MathExpression.Builder.create()
                    .expression("IF(requests > 0, errors / requests, 0)")
                    .usingMetrics(Map.of("errors", errors(period), "requests", alb("RequestCount", "Sum", period)))
                    .label("failed share")
                    .period(period)
                    .build();
            both.add(Alarm.Builder.create(this, "slo-" + name + "-" + period.toMinutes())
                    .alarmName(environment.named(
                            "slo-" + name + "-" + period.toMinutes().intValue() + "m"))
                    .alarmDescription(description("slo-burn", "Part of slo-" + name))
                    .metric(share)
                    .threshold(Math.round(factor * ERROR_BUDGET * 1e6) / 1e6)
                    .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                    .evaluationPeriods(1)
                    .treatMissingData(TreatMissingData.NOT_BREACHING)
                    .build());
        }
        CompositeAlarm alarm = CompositeAlarm.Builder.create(this, "slo-" + name)
                .compositeAlarmName(environment.named("slo-" + name))
                .alarmDescription(
                        description("slo-burn", "The month's 21.9 minutes burn " + factor + " times too fast"))
                .alarmRule(AlarmRule.allOf(
                        AlarmRule.fromAlarm(both.get(0), AlarmState.ALARM),
                        AlarmRule.fromAlarm(both.get(1), AlarmState.ALARM)))
                .build();
        alarm.addAlarmAction(new SnsAction(name.equals("fast") ? critical : warning));
    }

    private record Condition(IMetric metric, ComparisonOperator operator, double threshold, int minutes) {}

    private static Condition above(IMetric metric, double threshold, int minutes) {
        return new Condition(metric, ComparisonOperator.GREATER_THAN_THRESHOLD, threshold, minutes);
    }

    private static Condition below(IMetric metric, double threshold, int minutes) {
        return new Condition(metric, ComparisonOperator.LESS_THAN_THRESHOLD, threshold, minutes);
    }

    private void alarm(Topic topic, String name, Condition condition, String paragraph, String meaning) {
        Alarm alarm = Alarm.Builder.create(this, name)
                .alarmName(environment.named(name))
                .alarmDescription(description(paragraph.toLowerCase(java.util.Locale.ROOT), meaning))
                .metric(condition.metric())
                .comparisonOperator(condition.operator())
                .threshold(condition.threshold())
                .evaluationPeriods(condition.minutes())
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        alarm.addAlarmAction(new SnsAction(topic));
    }

    private String description(String paragraph, String meaning) {
        return meaning + ". " + environment.watch().runbooks() + "#" + paragraph;
    }

    private static Metric metric(
            String namespace, String name, String statistic, Duration period, Map<String, String> dimensions) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .statistic(statistic)
                .period(period)
                .dimensionsMap(dimensions)
                .build();
    }

    private Metric ecs(Service service, String name) {
        return ecs(service, "AWS/ECS", name);
    }

    private Metric ecs(Service service, String namespace, String name) {
        return metric(
                namespace,
                name,
                "Average",
                MINUTE,
                Map.of("ClusterName", environment.named("cluster"), "ServiceName", service.family() + "-service"));
    }

    private Metric alb(String name, String statistic, Duration period) {
        return metric(
                "AWS/ApplicationELB",
                name,
                statistic,
                period,
                Map.of("LoadBalancer", cluster.balancer().getLoadBalancerFullName()));
    }

    /** The load balancer's own 5xx and those of the gateway. */
    private IMetric errors(Duration period) {
        return MathExpression.Builder.create()
                .expression("FILL(own, 0) + FILL(targets, 0)")
                .usingMetrics(Map.of(
                        "own", alb("HTTPCode_ELB_5XX_Count", "Sum", period),
                        "targets", alb("HTTPCode_Target_5XX_Count", "Sum", period)))
                .label("5xx")
                .period(period)
                .build();
    }

    private static Metric rds(String name, String statistic, String instance) {
        return metric("AWS/RDS", name, statistic, MINUTE, Map.of("DBInstanceIdentifier", instance));
    }

    private static Metric own(String name, String statistic, Map<String, String> dimensions) {
        return metric("Tiketi", name, statistic, MINUTE, dimensions);
    }

    /** Names that ElastiCache gives to the nodes. */
    private List<String> nodes(String group, int shards) {
        List<String> nodes = new ArrayList<>();
        int each = 1 + environment.cache().replicas();
        for (int shard = 1; shard <= shards; shard++) {
            for (int node = 1; node <= each; node++) {
                nodes.add(shards > 1 ? "%s-%04d-%03d".formatted(group, shard, node) : "%s-%03d".formatted(group, node));
            }
        }
        return nodes;
    }

    private List<String> stateNodes() {
        return nodes(DataStack.STATE, environment.cache().shards());
    }

    /** Where lookups are lookups of a cache: state is never a miss that could have been a hit. */
    private List<String> cacheNodes() {
        return environment.cache().isSplit() ? nodes(DataStack.CACHE, 1) : stateNodes();
    }

    private MathExpression byNode(String name, String statistic, String function, List<String> nodes) {
        Map<String, IMetric> metrics = new LinkedHashMap<>();
        for (String node : nodes) {
            metrics.put(
                    "m" + metrics.size(),
                    metric("AWS/ElastiCache", name, statistic, MINUTE, Map.of("CacheClusterId", node)));
        }
        return MathExpression.Builder.create()
                .expression(function + "([" + String.join(", ", metrics.keySet()) + "])")
                .usingMetrics(metrics)
                .label(name)
                .period(MINUTE)
                .build();
    }

    private MathExpression hitRate() {
        Map<String, IMetric> metrics = new LinkedHashMap<>();
        List<String> hits = new ArrayList<>();
        List<String> misses = new ArrayList<>();
        for (String node : cacheNodes()) {
            String hit = "h" + hits.size();
            String miss = "x" + misses.size();
            hits.add(hit);
            misses.add(miss);
            metrics.put(hit, metric("AWS/ElastiCache", "CacheHits", "Sum", MINUTE, Map.of("CacheClusterId", node)));
            metrics.put(miss, metric("AWS/ElastiCache", "CacheMisses", "Sum", MINUTE, Map.of("CacheClusterId", node)));
        }
        String hit = "SUM([" + String.join(", ", hits) + "])";
        String miss = "SUM([" + String.join(", ", misses) + "])";
        return MathExpression.Builder.create()
                .expression("100 * " + hit + " / (" + hit + " + " + miss + ")")
                .usingMetrics(metrics)
                .label("hit rate")
                .period(MINUTE)
                .build();
    }

    private void draw() {
        Dashboard dashboard = Dashboard.Builder.create(this, "Dashboard")
                .dashboardName(environment.named("tiketi").replace("tiketi-tiketi", "tiketi"))
                .build();
        dashboard.addWidgets(
                graph("ECS processor", perService("AWS/ECS", "CPUUtilization")),
                graph("ECS memory", perService("AWS/ECS", "MemoryUtilization")),
                graph("Running tasks", perService("ECS/ContainerInsights", "RunningTaskCount")));
        dashboard.addWidgets(
                graph("Requests", List.of(alb("RequestCount", "Sum", MINUTE))),
                graph(
                        "Response time",
                        List.of(
                                alb("TargetResponseTime", "p50", MINUTE),
                                alb("TargetResponseTime", "p95", MINUTE),
                                alb("TargetResponseTime", "p99", MINUTE))),
                graph("5xx", List.of(errors(MINUTE))));
        dashboard.addWidgets(
                graph("RDS processor", List.of(rds("CPUUtilization", "Average", DataStack.INSTANCE))),
                graph("RDS connections", List.of(rds("DatabaseConnections", "Maximum", DataStack.INSTANCE))),
                graph(
                        "RDS reads and writes",
                        List.of(
                                rds("ReadIOPS", "Average", DataStack.INSTANCE),
                                rds("WriteIOPS", "Average", DataStack.INSTANCE))));
        dashboard.addWidgets(
                graph("Redis processor", List.of(byNode("EngineCPUUtilization", "Maximum", "MAX", stateNodes()))),
                graph("Redis hit rate", List.of(hitRate())),
                graph("Redis evictions", List.of(byNode("Evictions", "Sum", "SUM", stateNodes()))));
    }

    private static GraphWidget graph(String title, List<? extends IMetric> metrics) {
        return GraphWidget.Builder.create().title(title).width(8).left(metrics).build();
    }

    private List<IMetric> perService(String namespace, String name) {
        List<IMetric> metrics = new ArrayList<>();
        for (Service service : Service.values()) {
            metrics.add(ecs(service, namespace, name));
        }
        return metrics;
    }

    private void saveQueries() {
        List<String> services = List.of(Service.values()).stream()
                .map(service -> "/ecs/" + service.family())
                .toList();
        query(
                "errors",
                services,
                "filter @message like /ERROR/ | fields @timestamp, @logStream, @message | sort @timestamp desc | limit 100");
        query(
                "one request",
                services,
                "filter @message like /requestId=REPLACE/ | fields @timestamp, @log, @message | sort @timestamp asc");
        query(
                "one trace",
                services,
                "filter @message like /traceId=REPLACE/ | fields @timestamp, @log, @message | sort @timestamp asc");
        query("errors per minute", services, "filter @message like /ERROR/ | stats count(*) by bin(1m), @log");
        query(
                "slow SQL",
                List.of(DataStack.DATABASE_LOGS),
                "filter @message like /duration:/ | parse @message /duration: (?<ms>[0-9.]+) ms/ | sort ms desc | limit 50");
        query(
                "slow Redis",
                List.of(DataStack.REDIS_LOGS),
                "fields @timestamp, @message | sort @timestamp desc | limit 50");
    }

    private void query(String name, List<String> groups, String text) {
        CfnQueryDefinition.Builder.create(this, "Query-" + name.replace(' ', '-'))
                .name(environment.named("").replace("tiketi--", "tiketi-") + "/" + name)
                .logGroupNames(groups)
                .queryString(text.replace(" | ", "\n| "))
                .build();
    }

    Topic warning() {
        return warning;
    }
}
