package gg.tiketi.deploy.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.ContainerDefinition;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.MountPoint;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.ecs.Volume;
import software.amazon.awscdk.services.logs.LogGroup;

/**
 * A task run once per database, before any service: with the master password it makes a login role and a schema per
 * service. Running it again sets the passwords to what the secrets say.
 */
final class SetupStack extends PlatformStack {

    SetupStack(App app, Environment environment, SecretsStack secrets, DataStack data) {
        super(app, environment, "setup");
        LogGroup logs = LogGroup.Builder.create(this, "Logs")
                .logGroupName("/ecs/tiketi-setup")
                .retention(Retention.of(environment))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        FargateTaskDefinition task = FargateTaskDefinition.Builder.create(this, "Task")
                .family("tiketi-setup")
                .cpu(256)
                .memoryLimitMiB(512)
                .build();
        task.addVolume(Volume.builder().name("tmp").build());
        Map<String, Secret> passwords = new LinkedHashMap<>();
        passwords.put("PGUSER", Secret.fromSecretsManager(data.master(), "username"));
        passwords.put("PGPASSWORD", Secret.fromSecretsManager(data.master(), "password"));
        StringBuilder script = new StringBuilder("set -eu\nexec psql -v ON_ERROR_STOP=1 <<SQL\n");
        script.append("REVOKE ALL ON DATABASE tiketi FROM PUBLIC;\nREVOKE ALL ON SCHEMA public FROM PUBLIC;\n");
        for (Service service : Service.values()) {
            if (service.hasData()) {
                String variable = service.name() + "_PASSWORD";
                passwords.put(variable, Secret.fromSecretsManager(secrets.database(service), "password"));
                script.append(roleAndSchema(service.id(), variable));
            }
        }
        script.append("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA event;\nSQL\n");
        ContainerDefinition container = task.addContainer(
                "setup",
                ContainerDefinitionOptions.builder()
                        .containerName("tiketi-setup-container")
                        .image(ContainerImage.fromRegistry(environment.images().psql()))
                        .user("999")
                        .readonlyRootFilesystem(true)
                        .environment(Map.of(
                                "PGHOST",
                                data.databaseHost(),
                                "PGDATABASE",
                                DataStack.DATABASE,
                                "PGSSLMODE",
                                "require"))
                        .secrets(passwords)
                        .command(List.of("sh", "-c", script.toString()))
                        .logging(LogDriver.awsLogs(AwsLogDriverProps.builder()
                                .logGroup(logs)
                                .streamPrefix("setup")
                                .build()))
                        .build());
        container.addMountPoints(MountPoint.builder()
                .sourceVolume("tmp")
                .containerPath("/tmp")
                .readOnly(false)
                .build());
    }

    /**
     * The master of RDS is no superuser: it may give a schema only to a role that it is a member of. Generated passwords
     * of database secrets hold no quotes and no dollars' worth of trouble: they are sent as dollar-quoted text.
     */
    private static String roleAndSchema(String schema, String variable) {
        String role = "tiketi_" + schema;
        return """
                DO \\$role\\$ BEGIN
                  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '%1$s') THEN
                    CREATE ROLE %1$s LOGIN NOCREATEDB NOCREATEROLE NOINHERIT;
                  END IF;
                END \\$role\\$;
                ALTER ROLE %1$s PASSWORD \\$password\\$$%3$s\\$password\\$;
                ALTER ROLE %1$s SET search_path = %2$s;
                GRANT CONNECT ON DATABASE tiketi TO %1$s;
                GRANT %1$s TO CURRENT_USER;
                CREATE SCHEMA IF NOT EXISTS %2$s AUTHORIZATION %1$s;
                """.formatted(role, schema, variable);
    }
}
