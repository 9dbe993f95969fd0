package gg.tiketi.deploy.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SecurityGroupImportOptions;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.CapacityProviderStrategy;
import software.amazon.awscdk.services.ecs.CloudMapOptions;
import software.amazon.awscdk.services.ecs.ContainerDefinition;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerDependency;
import software.amazon.awscdk.services.ecs.ContainerDependencyCondition;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.CpuArchitecture;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.DeploymentStrategy;
import software.amazon.awscdk.services.ecs.FargatePlatformVersion;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.HealthCheck;
import software.amazon.awscdk.services.ecs.LoadBalancerTargetOptions;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.MountPoint;
import software.amazon.awscdk.services.ecs.OperatingSystemFamily;
import software.amazon.awscdk.services.ecs.PortMapping;
import software.amazon.awscdk.services.ecs.PropagatedTagSource;
import software.amazon.awscdk.services.ecs.RuntimePlatform;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.ecs.Volume;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.servicediscovery.DnsRecordType;

/**
 * One service: its task definition with roles of its own, its ECS service, how it scales, and the one-off task that
 * migrates its schema. A stack each, so that a new image changes nothing but its own service.
 */
final class ServiceStack extends PlatformStack {

    /** User of all our images; root runs nowhere but where a container says why. */
    private static final String USER = "1001";

    private static final String KEY_FOLDER = "/keys";

    /** Who signs the certificates of RDS; part of our images. */
    private static final String DATABASE_CERTIFICATES = "/app/rds-ca.pem";

    /** Asks the management port whether the service is ready; part of our images. */
    private static final List<String> HEALTH_COMMAND = List.of("CMD", "/app/healthy");

    private final Environment environment;
    private final Service service;
    private final SecretsStack secrets;
    private final DataStack data;
    private final LogGroup logs;
    private final ContainerImage image;

    ServiceStack(
            App app,
            Environment environment,
            Service service,
            NetworkStack network,
            SecretsStack secrets,
            DataStack data,
            ClusterStack cluster) {
        super(app, environment, service.id());
        this.environment = environment;
        this.service = service;
        this.secrets = secrets;
        this.data = data;
        this.image = ContainerImage.fromRegistry(RegistryStack.uri(environment, service) + "@"
                + environment.size(service).digest());
        this.logs = LogGroup.Builder.create(this, "Logs")
                .logGroupName("/ecs/" + service.family())
                .retention(Retention.of(environment))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        FargateTaskDefinition task = makeTask("Task", service.family());
        addService(task);
        FargateService running = run(task, network, cluster);
        new ServiceScaling(environment, service, cluster).apply(running);
        if (service.hasData()) {
            addMigration(makeTask("Migration", service.family() + "-migrate"));
        }
    }

    private FargateTaskDefinition makeTask(String id, String family) {
        Environment.Size size = environment.size(service);
        FargateTaskDefinition task = FargateTaskDefinition.Builder.create(this, id)
                .family(family)
                .cpu(size.cpu())
                .memoryLimitMiB(size.memoryMb())
                .runtimePlatform(RuntimePlatform.builder()
                        .cpuArchitecture(
                                environment.tasks().architecture().equals("ARM64")
                                        ? CpuArchitecture.ARM64
                                        : CpuArchitecture.X86_64)
                        .operatingSystemFamily(OperatingSystemFamily.LINUX)
                        .build())
                .build();
        // The root file system is read-only; the images declare this volume for their user.
        task.addVolume(Volume.builder().name("tmp").build());
        task.addToExecutionRolePolicy(PolicyStatement.Builder.create()
                .actions(List.of("ecr:GetAuthorizationToken"))
                .resources(List.of("*"))
                .build());
        task.addToExecutionRolePolicy(PolicyStatement.Builder.create()
                .actions(List.of("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"))
                .resources(List.of("arn:aws:ecr:%s:%s:repository/%s"
                        .formatted(environment.region(), environment.account(), service.family())))
                .build());
        return task;
    }

    private void addService(FargateTaskDefinition task) {
        ContainerDefinition container = task.addContainer(
                "service",
                container(service.family() + "-container", variables(), secretVariables())
                        .portMappings(List.of(port(service.port()), port(service.managementPort())))
                        .healthCheck(HealthCheck.builder()
                                .command(HEALTH_COMMAND)
                                .interval(Duration.seconds(10))
                                .timeout(Duration.seconds(5))
                                .retries(3)
                                .startPeriod(Duration.seconds(60))
                                .build())
                        // Longer than the services take to end what is in flight.
                        .stopTimeout(Duration.seconds(30))
                        .build());
        mount(container, "tmp", "/tmp", false);
        if (service == Service.AUTH) {
            addKeys(task, container);
        }
    }

    private static PortMapping port(int port) {
        return PortMapping.builder().containerPort(port).build();
    }

    private static void mount(ContainerDefinition container, String volume, String path, boolean readOnly) {
        container.addMountPoints(MountPoint.builder()
                .sourceVolume(volume)
                .containerPath(path)
                .readOnly(readOnly)
                .build());
    }

    private ContainerDefinitionOptions.Builder container(
            String name, Map<String, String> variables, Map<String, Secret> secretVariables) {
        return ContainerDefinitionOptions.builder()
                .containerName(name)
                .image(image)
                .essential(true)
                .user(USER)
                .readonlyRootFilesystem(true)
                .environment(variables)
                .secrets(secretVariables)
                .logging(LogDriver.awsLogs(AwsLogDriverProps.builder()
                        .logGroup(logs)
                        .streamPrefix(service.id())
                        .build()));
    }

    /**
     * auth-service reads its signing keys from files. Before it starts, a small container writes them from the secret
     * into a folder that only this task has; without a key it fails, and so does the deployment. It alone runs as root,
     * because a new volume belongs to root.
     */
    private void addKeys(FargateTaskDefinition task, ContainerDefinition container) {
        task.addVolume(Volume.builder().name("keys").build());
        ContainerDefinition writer = task.addContainer(
                "keys",
                ContainerDefinitionOptions.builder()
                        .containerName("tiketi-auth-keys")
                        .image(ContainerImage.fromRegistry(environment.images().shell()))
                        .essential(false)
                        .user("0")
                        .readonlyRootFilesystem(true)
                        .command(List.of(
                                "sh",
                                "-c",
                                "umask 077; printf '%s\\n' \"$SIGNING_KEYS\" | while IFS='|' read -r name key; do"
                                        + " [ -z \"$key\" ] || printf '%s' \"$key\" | base64 -d > \"/keys/$name.pem\";"
                                        + " done; chown -R " + USER + " /keys; ls /keys/*.pem"))
                        .secrets(Map.of("SIGNING_KEYS", Secret.fromSecretsManager(secrets.signingKeys())))
                        .logging(LogDriver.awsLogs(AwsLogDriverProps.builder()
                                .logGroup(logs)
                                .streamPrefix("keys")
                                .build()))
                        .build());
        mount(writer, "keys", KEY_FOLDER, false);
        mount(container, "keys", KEY_FOLDER, false);
        container.addContainerDependencies(ContainerDependency.builder()
                .container(writer)
                .condition(ContainerDependencyCondition.SUCCESS)
                .build());
    }

    /** Migrations run once, before the rollout, and the task ends with them. */
    private void addMigration(FargateTaskDefinition task) {
        Map<String, String> variables = new LinkedHashMap<>(variables());
        variables.put("QUARKUS_FLYWAY_MIGRATE_AT_START", "true");
        variables.put("QUARKUS_INIT_AND_EXIT", "true");
        ContainerDefinition container = task.addContainer(
                "migrate",
                container(service.family() + "-migrate", variables, secretVariables())
                        .build());
        mount(container, "tmp", "/tmp", false);
    }

    /** The variables of deploy/docs/settings.md that differ from their defaults here. */
    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("QUARKUS_PROFILE", "prod");
        variables.put("QUARKUS_HTTP_PORT", String.valueOf(service.port()));
        variables.put("QUARKUS_HTTP_HOST", "0.0.0.0");
        variables.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(service.managementPort()));
        variables.put("QUARKUS_MANAGEMENT_HOST", "0.0.0.0");
        variables.put("TZ", "Asia/Seoul");
        variables.put("TIKETI_TOKEN_JWKS_URL", url(Service.AUTH) + "/.well-known/jwks.json");
        variables.put("TIKETI_TOKEN_ISSUER", "https://" + environment.domain());
        if (environment.tasks().collector()) {
            variables.put(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    "http://collector." + ClusterStack.NAMESPACE + ":" + NetworkStack.OTLP);
        }
        switch (service) {
            case GATEWAY -> {
                variables.put("TIKETI_AUTH_URL", url(Service.AUTH));
                variables.put("TIKETI_EVENT_URL", url(Service.EVENT));
                variables.put("TIKETI_SEAT_URL", url(Service.SEAT));
                // Each task allows its share of a caller's requests; more tasks, in a rush, allow more.
                variables.put(
                        "TIKETI_GATEWAY_LIMIT_NODES",
                        String.valueOf(environment.scaling().min()));
                // CloudFront and the load balancer, or that alone.
                variables.put(
                        "TIKETI_GATEWAY_TRUSTED_HOPS", environment.balancer().internal() ? "2" : "1");
            }
            case AUTH -> {
                variables.put("TIKETI_AUTH_KEY_FOLDER", KEY_FOLDER);
                environment.mail().ifPresent(server -> {
                    variables.put("TIKETI_AUTH_MAIL_TRANSPORT", "smtp");
                    variables.put("TIKETI_AUTH_MAIL_HOST", server.host());
                    variables.put("TIKETI_AUTH_MAIL_PORT", String.valueOf(server.port()));
                    variables.put("TIKETI_AUTH_MAIL_FROM", server.from());
                });
            }
            case EVENT -> variables.put("TIKETI_EVENT_SAMPLE_DATA", "false");
            case SEAT -> variables.put("TIKETI_EVENT_URL", url(Service.EVENT));
        }
        if (service.hasData()) {
            putData(variables);
        }
        return variables;
    }

    private void putData(Map<String, String> variables) {
        variables.put("DB_HOST", data.databaseHost());
        variables.put("DB_PORT", String.valueOf(NetworkStack.POSTGRES));
        variables.put("DB_NAME", DataStack.DATABASE);
        variables.put("DB_USER", "tiketi_" + service.id());
        variables.put("DB_POOL_SIZE", String.valueOf(environment.size(service).pool()));
        variables.put("QUARKUS_FLYWAY_MIGRATE_AT_START", "false");
        if (environment.database().forceTls()) {
            // Encrypted, and by nobody who only says that he is the database; the same for the migrations' JDBC.
            variables.put("QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE", "verify-full");
            variables.put("QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM", "true");
            variables.put("QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS", DATABASE_CERTIFICATES);
            variables.put("QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM", "HTTPS");
            variables.put("QUARKUS_DATASOURCE_JDBC_ADDITIONAL_JDBC_PROPERTIES_SSLMODE", "verify-full");
            variables.put("QUARKUS_DATASOURCE_JDBC_ADDITIONAL_JDBC_PROPERTIES_SSLROOTCERT", DATABASE_CERTIFICATES);
        }
        variables.put("REDIS_HOST", data.cacheHost());
        variables.put("REDIS_STATE_HOST", data.stateHost());
        variables.put("REDIS_STATE_TYPE", environment.cache().isCluster() ? "cluster" : "standalone");
        variables.put("REDIS_STATE_HOSTS", "rediss://" + data.stateHost() + ":" + NetworkStack.REDIS);
    }

    private static String url(Service service) {
        return "http://" + service.id() + "." + ClusterStack.NAMESPACE + ":" + service.port();
    }

    private Map<String, Secret> secretVariables() {
        Map<String, Secret> variables = new LinkedHashMap<>();
        if (service.hasData()) {
            variables.put("DB_PASSWORD", Secret.fromSecretsManager(secrets.database(service), "password"));
            variables.put("REDIS_PASSWORD", Secret.fromSecretsManager(secrets.redis()));
        }
        if (service == Service.AUTH) {
            variables.put("TIKETI_AUTH_SECOND_FACTOR_KEYS", Secret.fromSecretsManager(secrets.secondFactor()));
        }
        if (service == Service.EVENT || service == Service.SEAT) {
            variables.put("TIKETI_INTERNAL_TOKEN", Secret.fromSecretsManager(secrets.internalToken()));
        }
        if (service == Service.SEAT) {
            variables.put("TIKETI_WAITING_ROOM_SECRET", Secret.fromSecretsManager(secrets.waitingRoom()));
        }
        if (service == Service.AUTH) {
            secrets.mail().ifPresent(login -> {
                variables.put("TIKETI_AUTH_MAIL_USER", Secret.fromSecretsManager(login, "username"));
                variables.put("TIKETI_AUTH_MAIL_PASSWORD", Secret.fromSecretsManager(login, "password"));
            });
        }
        return variables;
    }

    private FargateService run(FargateTaskDefinition task, NetworkStack network, ClusterStack cluster) {
        boolean takesTurns = service == Service.GATEWAY && environment.tasks().isBlueGreen();
        FargateService.Builder builder = FargateService.Builder.create(this, "Service")
                .serviceName(service.family() + "-service")
                .cluster(cluster.cluster())
                .taskDefinition(task)
                .desiredCount(environment.scaling().min())
                .platformVersion(FargatePlatformVersion.LATEST)
                .capacityProviderStrategies(capacity())
                .assignPublicIp(false)
                .vpcSubnets(SubnetSelection.builder()
                        .subnetType(SubnetType.PRIVATE_WITH_EGRESS)
                        .build())
                .securityGroups(List.of(fixed("Group", network.of(service))))
                .minHealthyPercent(environment.tasks().minHealthyPercent())
                .maxHealthyPercent(environment.tasks().maxPercent())
                .circuitBreaker(
                        DeploymentCircuitBreaker.builder().rollback(true).build())
                .cloudMapOptions(CloudMapOptions.builder()
                        .name(service.id())
                        .cloudMapNamespace(cluster.namespace())
                        .dnsRecordType(DnsRecordType.A)
                        .dnsTtl(Duration.seconds(10))
                        .build())
                .propagateTags(PropagatedTagSource.SERVICE)
                .enableEcsManagedTags(true)
                .enableExecuteCommand(false);
        if (takesTurns) {
            // The old version stays for a while after it has lost its traffic, to take it back in one step.
            builder.deploymentStrategy(DeploymentStrategy.BLUE_GREEN).bakeTime(Duration.minutes(5));
        }
        FargateService running = builder.build();
        if (takesTurns) {
            cluster.gateway()
                    .addTarget(running.loadBalancerTarget(LoadBalancerTargetOptions.builder()
                            .containerName(service.family() + "-container")
                            .containerPort(service.port())
                            .alternateTarget(cluster.other().orElseThrow())
                            .build()));
        } else if (service == Service.GATEWAY) {
            running.attachToApplicationTargetGroup(cluster.gateway());
        }
        return running;
    }

    /** Spot where a task may be lost at two minutes' notice; one task stays on demand. */
    private List<CapacityProviderStrategy> capacity() {
        CapacityProviderStrategy.Builder onDemand =
                CapacityProviderStrategy.builder().capacityProvider("FARGATE").weight(1);
        if (!environment.size(service).spot()) {
            return List.of(onDemand.build());
        }
        return List.of(
                onDemand.base(1).build(),
                CapacityProviderStrategy.builder()
                        .capacityProvider("FARGATE_SPOT")
                        .weight(4)
                        .build());
    }

    /** The group as NetworkStack made it; constructs may not add rules. */
    private ISecurityGroup fixed(String id, SecurityGroup group) {
        return SecurityGroup.fromSecurityGroupId(
                this,
                id,
                group.getSecurityGroupId(),
                SecurityGroupImportOptions.builder().mutable(false).build());
    }
}
