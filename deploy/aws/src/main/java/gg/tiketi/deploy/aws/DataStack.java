package gg.tiketi.deploy.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.elasticache.CfnParameterGroup;
import software.amazon.awscdk.services.elasticache.CfnReplicationGroup;
import software.amazon.awscdk.services.elasticache.CfnSubnetGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.DatabaseInstance;
import software.amazon.awscdk.services.rds.DatabaseInstanceEngine;
import software.amazon.awscdk.services.rds.DatabaseInstanceReadReplica;
import software.amazon.awscdk.services.rds.DatabaseSecret;
import software.amazon.awscdk.services.rds.IInstanceEngine;
import software.amazon.awscdk.services.rds.ParameterGroup;
import software.amazon.awscdk.services.rds.PerformanceInsightRetention;
import software.amazon.awscdk.services.rds.PostgresEngineVersion;
import software.amazon.awscdk.services.rds.PostgresInstanceEngineProps;
import software.amazon.awscdk.services.rds.StorageType;
import software.amazon.awscdk.services.secretsmanager.CfnSecretTargetAttachment;
import software.amazon.awscdk.services.secretsmanager.HostedRotation;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.RotationScheduleOptions;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SingleUserHostedRotationOptions;

/**
 * PostgreSQL and Redis in isolated subnets, encrypted, reached by groups only. PostgreSQL is the truth; of Redis the
 * state group may never evict, and all of it may be lost.
 */
final class DataStack extends PlatformStack {

    static final String DATABASE = "tiketi";
    static final String INSTANCE = "tiketi-db";
    static final String STATE = "tiketi-redis";
    static final String CACHE = "tiketi-cache";
    static final String REDIS_LOGS = "/elasticache/tiketi-redis";
    /** Where RDS puts PostgreSQL's log; the name is not ours to choose. */
    static final String DATABASE_LOGS = "/aws/rds/instance/" + INSTANCE + "/postgresql";

    // 03:00-04:00, Monday 04:00-05:00 and 04:00-05:00 in Seoul, which is nine hours ahead.
    private static final String BACKUP_WINDOW = "18:00-19:00";
    private static final String MAINTENANCE_WINDOW = "sun:19:00-sun:20:00";
    private static final String SNAPSHOT_WINDOW = "19:00-20:00";
    /** Not within the snapshot window, as ElastiCache asks. */
    private static final String CACHE_MAINTENANCE_WINDOW = "sun:20:00-sun:21:00";

    private final Environment environment;
    private final NetworkStack network;
    private final SecretsStack secrets;
    private final DatabaseInstance database;
    private final ISecret master;
    private final CfnReplicationGroup state;
    private final CfnReplicationGroup cache;

    DataStack(App app, Environment environment, NetworkStack network, SecretsStack secrets) {
        super(app, environment, "data");
        this.environment = environment;
        this.network = network;
        this.secrets = secrets;
        LogGroup.Builder.create(this, "DatabaseLogs")
                .logGroupName(DATABASE_LOGS)
                .retention(Retention.of(environment))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        database = makeDatabase();
        master = masterSecret();
        environment.database().replicaInstance().ifPresent(this::makeReplica);
        rotate();
        LogGroup redisLogs = LogGroup.Builder.create(this, "RedisLogs")
                .logGroupName(REDIS_LOGS)
                .retention(Retention.of(environment))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        CfnSubnetGroup subnets = CfnSubnetGroup.Builder.create(this, "CacheSubnets")
                .cacheSubnetGroupName(environment.named("cache"))
                .description("Isolated subnets")
                .subnetIds(network.vpc().selectSubnets(isolated()).getSubnetIds())
                .build();
        String eviction = environment.name().equals("plan") ? "volatile-lru" : "noeviction";
        int shards = environment.cache().shards();
        state = makeGroup("State", STATE, eviction, shards, subnets, redisLogs);
        cache = environment.cache().isSplit()
                ? makeGroup("Cache", CACHE, "volatile-lru", 1, subnets, redisLogs)
                : state;
    }

    private static SubnetSelection isolated() {
        return SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build();
    }

    private DatabaseInstance makeDatabase() {
        Environment.Database settings = environment.database();
        DatabaseInstance.Builder builder = DatabaseInstance.Builder.create(this, "Database")
                .instanceIdentifier(INSTANCE)
                .databaseName(DATABASE)
                .engine(engine())
                .instanceType(new InstanceType(settings.instance()))
                .allocatedStorage(settings.storageGb())
                .maxAllocatedStorage(settings.maxStorageGb())
                .storageType(StorageType.GP3)
                .storageEncrypted(true)
                .multiAz(settings.multiAz())
                .vpc(network.vpc())
                .vpcSubnets(isolated())
                .securityGroups(List.of(network.database()))
                .publiclyAccessible(false)
                .backupRetention(Duration.days(settings.backupDays()))
                .preferredBackupWindow(BACKUP_WINDOW)
                .preferredMaintenanceWindow(MAINTENANCE_WINDOW)
                .autoMinorVersionUpgrade(true)
                .copyTagsToSnapshot(true)
                .deleteAutomatedBackups(!settings.isProtected())
                .deletionProtection(settings.isProtected())
                .removalPolicy(settings.isProtected() ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY)
                .parameterGroup(ParameterGroup.Builder.create(this, "DatabaseParameters")
                        .name(environment.named("postgres"))
                        .engine(engine())
                        .parameters(parameters())
                        .build())
                .enablePerformanceInsights(true)
                .performanceInsightRetention(PerformanceInsightRetention.DEFAULT)
                .cloudwatchLogsExports(List.of("postgresql"));
        if (settings.managedMaster()) {
            builder.manageMasterUserPassword(true).credentials(Credentials.fromUsername("postgres"));
        } else {
            builder.credentials(Credentials.fromSecret(DatabaseSecret.Builder.create(this, "Master")
                    .secretName("tiketi/db/password")
                    .username("postgres")
                    .build()));
        }
        return builder.build();
    }

    private IInstanceEngine engine() {
        String version = environment.database().version();
        return DatabaseInstanceEngine.postgres(PostgresInstanceEngineProps.builder()
                .version(PostgresEngineVersion.of(version, version))
                .build());
    }

    private Map<String, String> parameters() {
        Environment.Database settings = environment.database();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("timezone", "Asia/Seoul");
        parameters.put("max_connections", String.valueOf(settings.maxConnections()));
        parameters.put("log_statement", settings.logStatement());
        parameters.put("log_min_duration_statement", String.valueOf(settings.slowMs()));
        parameters.put("rds.force_ssl", settings.forceTls() ? "1" : "0");
        return parameters;
    }

    private ISecret masterSecret() {
        ISecret secret = database.getSecret();
        if (secret == null) {
            throw new IllegalStateException("the database has no master secret");
        }
        return secret;
    }

    private void makeReplica(String instance) {
        DatabaseInstanceReadReplica.Builder.create(this, "Replica")
                .instanceIdentifier(INSTANCE + "-replica")
                .sourceDatabaseInstance(database)
                .instanceType(new InstanceType(instance))
                .vpc(network.vpc())
                .vpcSubnets(isolated())
                .securityGroups(List.of(network.database()))
                .storageEncrypted(true)
                .storageType(StorageType.GP3)
                .publiclyAccessible(false)
                .deletionProtection(environment.database().isProtected())
                .autoMinorVersionUpgrade(true)
                .build();
    }

    /**
     * Each service's password changes every 90 days. RDS changes a managed master password by itself, each 7 days. A
     * rotation does not run at once: the roles exist only after the set-up task.
     */
    private void rotate() {
        for (Service service : Service.values()) {
            if (service.hasData()) {
                rotate(secrets.database(service), service.id(), service.family() + "-rotation");
            }
        }
        if (!environment.database().managedMaster()) {
            master.addRotationSchedule("Rotation", rotation("tiketi-master-rotation"));
        }
    }

    private void rotate(DatabaseSecret secret, String id, String function) {
        // Writes the database's address into the secret: the function that rotates reads it there.
        CfnSecretTargetAttachment address = CfnSecretTargetAttachment.Builder.create(this, "Address-" + id)
                .secretId(secret.getSecretArn())
                .targetType("AWS::RDS::DBInstance")
                .targetId(database.getInstanceIdentifier())
                .build();
        // Imported, so that the schedule is made here, beside the database, and not in the secrets' stack.
        Secret.fromSecretCompleteArn(this, "Secret-" + id, secret.getSecretArn())
                .addRotationSchedule("Rotation", rotation(function))
                .getNode()
                .addDependency(address);
    }

    private RotationScheduleOptions rotation(String function) {
        return RotationScheduleOptions.builder()
                .automaticallyAfter(Duration.days(SecretsStack.ROTATION_DAYS))
                .rotateImmediatelyOnUpdate(false)
                .hostedRotation(HostedRotation.postgreSqlSingleUser(SingleUserHostedRotationOptions.builder()
                        .functionName(function)
                        .vpc(network.vpc())
                        .vpcSubnets(SubnetSelection.builder()
                                .subnetType(SubnetType.PRIVATE_WITH_EGRESS)
                                .build())
                        .securityGroups(List.of(network.rotation()))
                        .build()))
                .build();
    }

    private CfnReplicationGroup makeGroup(
            String id, String name, String eviction, int shards, CfnSubnetGroup subnets, LogGroup logs) {
        Environment.Cache settings = environment.cache();
        boolean cluster = shards > 1;
        boolean replicated = settings.replicas() > 0;
        CfnParameterGroup parameters = CfnParameterGroup.Builder.create(this, id + "Parameters")
                .cacheParameterGroupFamily(settings.family())
                .description(name)
                .properties(Map.of("maxmemory-policy", eviction, "cluster-enabled", cluster ? "yes" : "no"))
                .build();
        CfnReplicationGroup.Builder builder = CfnReplicationGroup.Builder.create(this, id + "Group")
                .replicationGroupId(name)
                .replicationGroupDescription(name + ", " + eviction)
                .engine(settings.engine())
                .engineVersion(settings.version())
                .cacheNodeType("cache." + settings.node())
                .cacheParameterGroupName(parameters.getRef())
                .cacheSubnetGroupName(subnets.getRef())
                .securityGroupIds(List.of(network.cache().getSecurityGroupId()))
                .multiAzEnabled(replicated)
                .automaticFailoverEnabled(replicated || cluster)
                .atRestEncryptionEnabled(true)
                .transitEncryptionEnabled(true)
                .authToken(secrets.redis().getSecretValue().unsafeUnwrap())
                .autoMinorVersionUpgrade(true)
                .preferredMaintenanceWindow(CACHE_MAINTENANCE_WINDOW)
                .snapshotRetentionLimit(settings.snapshotDays())
                .logDeliveryConfigurations(List.of(CfnReplicationGroup.LogDeliveryConfigurationRequestProperty.builder()
                        .logType("slow-log")
                        .logFormat("json")
                        .destinationType("cloudwatch-logs")
                        .destinationDetails(CfnReplicationGroup.DestinationDetailsProperty.builder()
                                .cloudWatchLogsDetails(
                                        CfnReplicationGroup.CloudWatchLogsDestinationDetailsProperty.builder()
                                                .logGroup(logs.getLogGroupName())
                                                .build())
                                .build())
                        .build()));
        if (settings.snapshotDays() > 0) {
            builder.snapshotWindow(SNAPSHOT_WINDOW);
        }
        if (cluster) {
            builder.numNodeGroups(shards).replicasPerNodeGroup(settings.replicas());
        } else {
            builder.numCacheClusters(1 + settings.replicas());
        }
        CfnReplicationGroup group = builder.build();
        group.addDependency(subnets);
        return group;
    }

    String databaseHost() {
        return database.getDbInstanceEndpointAddress();
    }

    ISecret master() {
        return master;
    }

    /** Address of the group that must not evict. */
    String stateHost() {
        return environment.cache().isCluster()
                ? state.getAttrConfigurationEndPointAddress()
                : state.getAttrPrimaryEndPointAddress();
    }

    /** Address of the group that may evict; the same where they are not split. */
    String cacheHost() {
        return environment.cache().isSplit() ? cache.getAttrPrimaryEndPointAddress() : stateHost();
    }
}
