package gg.tiketi.deploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.deploy.aws.Synthesis.Resource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataTest {

    private static Resource database(String name) {
        return Synthesis.of(name).one("AWS::RDS::DBInstance", "/DBInstanceIdentifier", "tiketi-db");
    }

    @Test
    void theFirstDesignsDatabaseHasItsSizes() {
        Resource database = database("plan");

        assertThat(database.text("/DBInstanceClass")).isEqualTo("db.t3.medium");
        assertThat(database.text("/EngineVersion")).isEqualTo("15");
        assertThat(database.text("/AllocatedStorage")).isEqualTo("20");
        assertThat(database.text("/MaxAllocatedStorage")).isEqualTo("50");
        // Of gp3 below 400 GB, 3,000 operations and 125 MB a second are given, and RDS refuses other numbers.
        assertThat(database.text("/StorageType")).isEqualTo("gp3");
        assertThat(database.at("/Iops").isMissingNode()).isTrue();
        JsonNode parameters =
                Synthesis.of("plan").one("data", "AWS::RDS::DBParameterGroup").at("/Parameters");
        assertThat(parameters.path("timezone").asText()).isEqualTo("Asia/Seoul");
        assertThat(parameters.path("log_statement").asText()).isEqualTo("all");
        assertThat(parameters.path("max_connections").asText()).isEqualTo("100");
        assertThat(Synthesis.of("plan")
                        .one("AWS::RDS::DBInstance", "/DBInstanceIdentifier", "tiketi-db-replica")
                        .text("/DBInstanceClass"))
                .isEqualTo("db.t3.small");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod"})
    void theDatabaseStandsInTwoZonesWithAWeekOfBackups(String name) {
        Resource database = database(name);

        assertThat(database.at("/MultiAZ").asBoolean()).isTrue();
        assertThat(database.at("/BackupRetentionPeriod").asInt()).isEqualTo(7);
        assertThat(database.text("/PreferredBackupWindow")).isEqualTo("18:00-19:00");
        assertThat(database.text("/PreferredMaintenanceWindow")).isEqualTo("sun:19:00-sun:20:00");
        assertThat(database.at("/AutoMinorVersionUpgrade").asBoolean()).isTrue();
    }

    @Test
    void ourDatabaseLogsSlowStatementsOnlyForcesTlsAndIsProtected() {
        Resource database = database("prod");
        JsonNode parameters =
                Synthesis.of("prod").one("data", "AWS::RDS::DBParameterGroup").at("/Parameters");

        assertThat(database.text("/DBInstanceClass")).isEqualTo("db.t4g.medium");
        assertThat(database.text("/EngineVersion")).isEqualTo("17");
        assertThat(parameters.path("log_statement").asText()).isEqualTo("none");
        assertThat(parameters.path("log_min_duration_statement").asText()).isEqualTo("500");
        assertThat(parameters.path("rds.force_ssl").asText()).isEqualTo("1");
        assertThat(parameters.path("max_connections").asText()).isEqualTo("200");
        assertThat(database.at("/DeletionProtection").asBoolean()).isTrue();
        assertThat(database.body().path("DeletionPolicy").asText()).isEqualTo("Snapshot");
        assertThat(database.at("/ManageMasterUserPassword").asBoolean()).isTrue();
    }

    @Test
    void developmentHasOneOfEach() {
        assertThat(database("dev").at("/MultiAZ").asBoolean()).isFalse();
        assertThat(database("dev").text("/DBInstanceClass")).isEqualTo("db.t4g.micro");
        assertThat(Synthesis.of("dev")
                        .one("data", "AWS::ElastiCache::ReplicationGroup")
                        .at("/NumCacheClusters")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void theFirstDesignsCacheHasTwoShardsWithAReplicaEach() {
        Resource group = Synthesis.of("plan").one("data", "AWS::ElastiCache::ReplicationGroup");

        assertThat(group.text("/Engine") + group.text("/EngineVersion")).isEqualTo("redis7.0");
        assertThat(group.text("/CacheNodeType")).isEqualTo("cache.t3.micro");
        assertThat(group.at("/NumNodeGroups").asInt()).isEqualTo(2);
        assertThat(group.at("/ReplicasPerNodeGroup").asInt()).isEqualTo(1);
        assertThat(group.at("/SnapshotRetentionLimit").asInt()).isEqualTo(3);
        assertThat(group.text("/SnapshotWindow")).isEqualTo("19:00-20:00");
        assertThat(eviction("plan", "tiketi-redis")).isEqualTo("volatile-lru");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod"})
    void theCacheFailsOverByItself(String name) {
        assertThat(Synthesis.of(name).all("AWS::ElastiCache::ReplicationGroup"))
                .isNotEmpty()
                .allSatisfy(group -> {
                    assertThat(group.at("/MultiAZEnabled").asBoolean()).isTrue();
                    assertThat(group.at("/AutomaticFailoverEnabled").asBoolean())
                            .isTrue();
                });
    }

    @Test
    void stateIsNeverEvictedAndStandsApartFromWhatMayBe() {
        assertThat(eviction("prod", "tiketi-redis")).isEqualTo("noeviction");
        assertThat(eviction("prod", "tiketi-cache")).isEqualTo("volatile-lru");
        assertThat(eviction("dev", "tiketi-redis")).isEqualTo("noeviction");
    }

    private static String eviction(String name, String group) {
        Synthesis synthesis = Synthesis.of(name);
        String parameters = synthesis
                .one("AWS::ElastiCache::ReplicationGroup", "/ReplicationGroupId", group)
                .text("/CacheParameterGroupName/Ref");
        return synthesis.all("AWS::ElastiCache::ParameterGroup").stream()
                .filter(candidate -> candidate.id().equals(parameters))
                .map(candidate -> candidate.text("/Properties/maxmemory-policy"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void theSecretsHaveTheirNames(String name) {
        Set<String> expected = new HashSet<>(List.of(
                "tiketi/db/auth",
                "tiketi/db/event",
                "tiketi/db/seat",
                "tiketi/jwt/secret",
                "tiketi/redis/password",
                "tiketi/internal/token",
                "tiketi/waiting-room/secret",
                "tiketi/auth/second-factor"));
        if (name.equals("prod")) {
            expected.add("tiketi/mail/smtp");
        }

        Set<String> names = Synthesis.of(name).all("secrets", "AWS::SecretsManager::Secret").stream()
                .map(secret -> secret.text("/Name"))
                .collect(Collectors.toSet());

        assertThat(names).isEqualTo(expected);
    }

    @Test
    void theFirstDesignKeepsTheMasterPasswordInASecretOfItsOwn() {
        assertThat(Synthesis.of("plan")
                        .one("data", "AWS::SecretsManager::Secret")
                        .text("/Name"))
                .isEqualTo("tiketi/db/password");
        assertThat(Synthesis.of("prod").all("data", "AWS::SecretsManager::Secret"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void databasePasswordsRotateEach90DaysAndTheServiceIsRolledOver(String name) {
        Synthesis synthesis = Synthesis.of(name);
        assertThat(synthesis.all("AWS::SecretsManager::RotationSchedule"))
                .hasSize(name.equals("plan") ? 4 : 3)
                .allSatisfy(schedule -> {
                    assertThat(schedule.at("/RotationRules").toString()).contains("90 days");
                    assertThat(schedule.text("/HostedRotationLambda/RotationType"))
                            .isEqualTo("PostgreSQLSingleUser");
                    assertThat(schedule.at("/RotateImmediatelyOnUpdate").asBoolean(true))
                            .isFalse();
                });
        assertThat(synthesis.all("data", "AWS::SecretsManager::SecretTargetAttachment"))
                .hasSize(name.equals("plan") ? 4 : 3)
                .allMatch(address -> address.text("/TargetType").equals("AWS::RDS::DBInstance"));
        assertThat(synthesis.all("rotation", "AWS::StepFunctions::StateMachine").stream()
                        .map(machine -> machine.at("/DefinitionString").toString()))
                .hasSize(3)
                .allMatch(definition -> definition.contains("ForceNewDeployment"));
        assertThat(synthesis
                        .one("AWS::Events::Rule", "/ScheduleExpression", "rate(90 days)")
                        .text("/State"))
                .isEqualTo("ENABLED");
    }
}
