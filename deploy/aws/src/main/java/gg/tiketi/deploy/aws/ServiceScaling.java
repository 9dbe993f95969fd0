package gg.tiketi.deploy.aws;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.TimeZone;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy;
import software.amazon.awscdk.services.applicationautoscaling.CronOptions;
import software.amazon.awscdk.services.applicationautoscaling.EnableScalingProps;
import software.amazon.awscdk.services.applicationautoscaling.ScalingSchedule;
import software.amazon.awscdk.services.applicationautoscaling.Schedule;
import software.amazon.awscdk.services.ecs.CpuUtilizationScalingProps;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.MemoryUtilizationScalingProps;
import software.amazon.awscdk.services.ecs.RequestCountScalingProps;
import software.amazon.awscdk.services.ecs.ScalableTaskCount;

/**
 * How a service's number of tasks follows the load, the clock and announced sales. Tracking answers a slow rise; a rush
 * comes within seconds, and only tasks that were there before it help.
 */
final class ServiceScaling {

    static final int TARGET_PERCENT = 70;
    static final int REQUESTS_PER_MINUTE = 1000;

    /** At one poll each ten seconds these are 500 requests a second, a tenth of what a task answers; a socket takes 13 kB. */
    static final int PEOPLE_PER_TASK = 5_000;

    static final Duration OUT = Duration.seconds(60);
    static final Duration IN = Duration.seconds(300);

    /** Before the sale: time for tasks to start, be found healthy and grow warm. */
    private static final Duration BEFORE_SALE = Duration.minutes(15);

    private static final Duration SALE = Duration.hours(2);

    private final Environment environment;
    private final Service service;
    private final ClusterStack cluster;

    ServiceScaling(Environment environment, Service service, ClusterStack cluster) {
        this.environment = environment;
        this.service = service;
        this.cluster = cluster;
    }

    void apply(FargateService running) {
        Environment.Scaling settings = environment.scaling();
        ScalableTaskCount tasks = running.autoScaleTaskCount(EnableScalingProps.builder()
                .minCapacity(settings.min())
                .maxCapacity(settings.max())
                .build());
        tasks.scaleOnCpuUtilization(
                "Cpu",
                CpuUtilizationScalingProps.builder()
                        .targetUtilizationPercent(TARGET_PERCENT)
                        .scaleOutCooldown(OUT)
                        .scaleInCooldown(IN)
                        .build());
        tasks.scaleOnMemoryUtilization(
                "Memory",
                MemoryUtilizationScalingProps.builder()
                        .targetUtilizationPercent(TARGET_PERCENT)
                        .scaleOutCooldown(OUT)
                        .scaleInCooldown(IN)
                        .build());
        if (service == Service.GATEWAY && !environment.tasks().isBlueGreen()) {
            tasks.scaleOnRequestCount(
                    "Requests",
                    RequestCountScalingProps.builder()
                            .requestsPerTarget(REQUESTS_PER_MINUTE)
                            .targetGroup(cluster.gateway())
                            .scaleOutCooldown(OUT)
                            .scaleInCooldown(IN)
                            .build());
        } else if (environment.tasks().collector()) {
            scaleOnOwnRequests(running);
        }
        if (environment.tasks().collector() && (service == Service.GATEWAY || service == Service.SEAT)) {
            scaleOnQueue(running);
        }
        schedule(tasks);
    }

    /**
     * Requests that the service counts itself (as the load balancer does not between services, nor over two groups that take
     * turns), divided by its running tasks. The collector writes a timer as one set of statistics.
     */
    private void scaleOnOwnRequests(FargateService running) {
        track(
                running,
                "OwnRequests",
                service.family() + "-requests",
                REQUESTS_PER_MINUTE,
                "requests / tasks",
                metric(
                        "requests",
                        "Tiketi",
                        "http_server_requests_seconds",
                        "SampleCount",
                        List.of(dimension("service", service.id()))));
    }

    /** People in waiting rooms, whose polls and sockets keep a task busy long before they may buy. */
    private void scaleOnQueue(FargateService running) {
        track(
                running,
                "Queue",
                service.family() + "-queue",
                PEOPLE_PER_TASK,
                "(FILL(lobby, 0) + FILL(waiting, 0)) / tasks",
                places("lobby"),
                places("waiting"));
    }

    private static CfnScalingPolicy.TargetTrackingMetricDataQueryProperty places(String state) {
        return metric(
                state,
                "Tiketi",
                "tiketi_waiting_room_places",
                "Maximum",
                List.of(dimension("service", Service.SEAT.id()), dimension("state", state)));
    }

    /** Holds an expression, in which {@code tasks} is the number of running tasks, at a target. */
    private void track(
            FargateService running,
            String id,
            String name,
            int target,
            String expression,
            CfnScalingPolicy.TargetTrackingMetricDataQueryProperty... metrics) {
        List<CfnScalingPolicy.TargetTrackingMetricDataQueryProperty> queries = new ArrayList<>(List.of(metrics));
        queries.add(metric(
                "tasks",
                "ECS/ContainerInsights",
                "RunningTaskCount",
                "Average",
                List.of(
                        dimension("ClusterName", environment.named("cluster")),
                        dimension("ServiceName", service.family() + "-service"))));
        queries.add(CfnScalingPolicy.TargetTrackingMetricDataQueryProperty.builder()
                .id("each")
                .expression(expression)
                .label(id + " of one task")
                .returnData(true)
                .build());
        CfnScalingPolicy policy = CfnScalingPolicy.Builder.create(running, id)
                .policyName(name)
                .policyType("TargetTrackingScaling")
                .scalingTargetId(service.family())
                .targetTrackingScalingPolicyConfiguration(
                        CfnScalingPolicy.TargetTrackingScalingPolicyConfigurationProperty.builder()
                                .targetValue(target)
                                .scaleOutCooldown(OUT.toSeconds())
                                .scaleInCooldown(IN.toSeconds())
                                .customizedMetricSpecification(
                                        CfnScalingPolicy.CustomizedMetricSpecificationProperty.builder()
                                                .metrics(queries)
                                                .build())
                                .build())
                .build();
        policy.setScalingTargetId(
                ((software.amazon.awscdk.services.applicationautoscaling.CfnScalableTarget) running.getNode()
                                .findChild("TaskCount")
                                .getNode()
                                .findChild("Target")
                                .getNode()
                                .getDefaultChild())
                        .getRef());
    }

    private static CfnScalingPolicy.TargetTrackingMetricDataQueryProperty metric(
            String id,
            String namespace,
            String name,
            String statistic,
            List<CfnScalingPolicy.TargetTrackingMetricDimensionProperty> dimensions) {
        return CfnScalingPolicy.TargetTrackingMetricDataQueryProperty.builder()
                .id(id)
                .returnData(false)
                .metricStat(CfnScalingPolicy.TargetTrackingMetricStatProperty.builder()
                        .stat(statistic)
                        .metric(CfnScalingPolicy.TargetTrackingMetricProperty.builder()
                                .namespace(namespace)
                                .metricName(name)
                                .dimensions(dimensions)
                                .build())
                        .build())
                .build();
    }

    private static CfnScalingPolicy.TargetTrackingMetricDimensionProperty dimension(String name, String value) {
        return CfnScalingPolicy.TargetTrackingMetricDimensionProperty.builder()
                .name(name)
                .value(value)
                .build();
    }

    /** Day, peak hour and night, and an announced sale; times in Seoul. */
    private void schedule(ScalableTaskCount tasks) {
        Environment.Scaling settings = environment.scaling();
        atLeast(tasks, "Day", daily(7), settings.min());
        atLeast(tasks, "Peak", daily(19), settings.peak());
        atLeast(tasks, "Evening", daily(23), settings.min());
        atLeast(tasks, "Night", daily(2), settings.night());
        if (service == Service.GATEWAY || service == Service.SEAT) {
            settings.saleAt().ifPresent(opening -> prepareSale(tasks, opening));
        }
    }

    private void prepareSale(ScalableTaskCount tasks, LocalDateTime opening) {
        LocalDateTime begin = opening.minusSeconds(BEFORE_SALE.toSeconds().longValue());
        LocalDateTime end = opening.plusSeconds(SALE.toSeconds().longValue());
        atLeast(tasks, "SaleBegins", at(begin), environment.scaling().saleTasks());
        atLeast(tasks, "SaleEnds", at(end), environment.scaling().min());
    }

    private static Schedule daily(int hour) {
        return Schedule.cron(
                CronOptions.builder().hour(String.valueOf(hour)).minute("0").build());
    }

    private static Schedule at(LocalDateTime time) {
        return Schedule.expression("at(" + time.withNano(0) + ":00)");
    }

    private void atLeast(ScalableTaskCount tasks, String id, Schedule when, int minimum) {
        tasks.scaleOnSchedule(
                id,
                ScalingSchedule.builder()
                        .schedule(when)
                        .timeZone(TimeZone.ASIA_SEOUL)
                        .minCapacity(minimum)
                        .maxCapacity(environment.scaling().max())
                        .build());
    }
}
