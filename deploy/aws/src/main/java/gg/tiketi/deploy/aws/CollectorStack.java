package gg.tiketi.deploy.aws;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SecurityGroupImportOptions;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.CloudMapOptions;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.CpuArchitecture;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargatePlatformVersion;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.PortMapping;
import software.amazon.awscdk.services.ecs.RuntimePlatform;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.servicediscovery.DnsRecordType;

/**
 * The OpenTelemetry collector: takes traces from the services and hands them to X-Ray, reads their management ports each
 * minute and writes the metrics to CloudWatch. The only one that may reach those ports. Selling goes on without it.
 */
final class CollectorStack extends PlatformStack {

    static final String METRICS = "/ecs/tiketi-metrics";

    CollectorStack(App app, Environment environment, NetworkStack network, ClusterStack cluster) {
        super(app, environment, "collector");
        LogGroup logs = logs(environment, "Logs", "/ecs/tiketi-collector");
        LogGroup metrics = logs(environment, "Metrics", METRICS);
        FargateTaskDefinition task = FargateTaskDefinition.Builder.create(this, "Task")
                .family("tiketi-collector")
                .cpu(256)
                .memoryLimitMiB(512)
                .runtimePlatform(RuntimePlatform.builder()
                        .cpuArchitecture(
                                environment.tasks().architecture().equals("ARM64")
                                        ? CpuArchitecture.ARM64
                                        : CpuArchitecture.X86_64)
                        .build())
                .build();
        task.addContainer(
                "collector",
                ContainerDefinitionOptions.builder()
                        .containerName("tiketi-collector-container")
                        .image(ContainerImage.fromRegistry(environment.images().collector()))
                        .user("1001")
                        .readonlyRootFilesystem(true)
                        .environment(Map.of("AOT_CONFIG_CONTENT", configuration(environment)))
                        .portMappings(List.of(PortMapping.builder()
                                .containerPort(NetworkStack.OTLP)
                                .build()))
                        .logging(LogDriver.awsLogs(AwsLogDriverProps.builder()
                                .logGroup(logs)
                                .streamPrefix("collector")
                                .build()))
                        .build());
        task.addToTaskRolePolicy(PolicyStatement.Builder.create()
                .actions(List.of("xray:PutTraceSegments", "xray:PutTelemetryRecords"))
                .resources(List.of("*"))
                .build());
        metrics.grantWrite(task.getTaskRole());
        FargateService.Builder.create(this, "Service")
                .serviceName("tiketi-collector-service")
                .cluster(cluster.cluster())
                .taskDefinition(task)
                .desiredCount(1)
                .platformVersion(FargatePlatformVersion.LATEST)
                .assignPublicIp(false)
                .vpcSubnets(SubnetSelection.builder()
                        .subnetType(SubnetType.PRIVATE_WITH_EGRESS)
                        .build())
                .securityGroups(List.of(SecurityGroup.fromSecurityGroupId(
                        this,
                        "Group",
                        network.collector().getSecurityGroupId(),
                        SecurityGroupImportOptions.builder().mutable(false).build())))
                .minHealthyPercent(100)
                .maxHealthyPercent(200)
                .circuitBreaker(
                        DeploymentCircuitBreaker.builder().rollback(true).build())
                .cloudMapOptions(CloudMapOptions.builder()
                        .name("collector")
                        .cloudMapNamespace(cluster.namespace())
                        .dnsRecordType(DnsRecordType.A)
                        .dnsTtl(Duration.seconds(10))
                        .build())
                .build();
    }

    private LogGroup logs(Environment environment, String id, String name) {
        return LogGroup.Builder.create(this, id)
                .logGroupName(name)
                .retention(Retention.of(environment))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
    }

    /**
     * Every minute each task is found by its name and read. The exporter makes differences of counters, but not of
     * histograms, whose counts would grow until the task ends and hold an alarm for ever: a processor does it before.
     */
    private static String configuration(Environment environment) {
        StringBuilder jobs = new StringBuilder();
        for (Service service : Service.values()) {
            jobs.append("""
                            - job_name: %s
                              scrape_interval: 60s
                              metrics_path: /metrics
                              dns_sd_configs:
                                - names: [%s.%s]
                                  type: A
                                  port: %d
                              relabel_configs:
                                - target_label: service
                                  replacement: %s
                    """.formatted(
                    service.id(), service.id(), ClusterStack.NAMESPACE, service.managementPort(), service.id()));
        }
        return """
                receivers:
                  otlp:
                    protocols:
                      grpc:
                        endpoint: 0.0.0.0:%d
                  prometheus:
                    config:
                      scrape_configs:
                %s
                processors:
                  batch: {}
                  cumulativetodelta:
                    include:
                      match_type: strict
                      metrics: [http_server_requests_seconds]
                exporters:
                  awsxray:
                    region: %s
                  awsemf:
                    region: %s
                    namespace: Tiketi
                    log_group_name: %s
                    dimension_rollup_option: NoDimensionRollup
                    metric_declarations:
                      - dimensions: [[service]]
                        metric_name_selectors:
                          - ^http_server_requests_seconds$
                          - ^tiketi_.*
                      - dimensions: [[service, state]]
                        metric_name_selectors:
                          - ^tiketi_waiting_room_places$
                      - dimensions: [[service, outcome]]
                        metric_name_selectors:
                          - ^http_server_requests_seconds$
                service:
                  pipelines:
                    traces:
                      receivers: [otlp]
                      processors: [batch]
                      exporters: [awsxray]
                    metrics:
                      receivers: [prometheus]
                      processors: [cumulativetodelta, batch]
                      exporters: [awsemf]
                """.formatted(
                        NetworkStack.OTLP,
                        jobs.toString().stripTrailing(),
                        environment.region(),
                        environment.region(),
                        METRICS);
    }
}
