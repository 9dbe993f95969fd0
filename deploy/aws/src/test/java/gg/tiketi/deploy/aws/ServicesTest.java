package gg.tiketi.deploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.deploy.aws.Synthesis.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServicesTest {

    private static Resource task(String name, String family) {
        return Synthesis.of(name).one("AWS::ECS::TaskDefinition", "/Family", family);
    }

    @Test
    void theFirstDesignsFourServicesSumToItsTwoProcessorsAndFourGigabytes() {
        int cpu = 0;
        int memory = 0;
        for (Service service : Service.values()) {
            Resource task = task("plan", service.family());
            cpu += Integer.parseInt(task.text("/Cpu"));
            memory += Integer.parseInt(task.text("/Memory"));
            assertThat(task.text("/RuntimePlatform/CpuArchitecture")).isEqualTo("X86_64");
        }

        assertThat(cpu).isEqualTo(2048);
        assertThat(memory).isEqualTo(4096);
    }

    @ParameterizedTest
    @CsvSource({"gateway,512,1024,3001", "auth,256,512,3002", "event,256,512,3003", "seat,1024,2048,3004"})
    void eachServiceHasItsNamesSizesAndPort(String id, String cpu, String memory, int port) {
        Resource task = task("prod", "tiketi-" + id);
        JsonNode container = task.at("/ContainerDefinitions/0");
        Resource service = Synthesis.of("prod").one("AWS::ECS::Service", "/ServiceName", "tiketi-" + id + "-service");

        assertThat(task.text("/Cpu")).isEqualTo(cpu);
        assertThat(task.text("/Memory")).isEqualTo(memory);
        assertThat(task.text("/NetworkMode")).isEqualTo("awsvpc");
        assertThat(task.text("/RuntimePlatform/CpuArchitecture")).isEqualTo("ARM64");
        assertThat(container.path("Name").asText()).isEqualTo("tiketi-" + id + "-container");
        assertThat(container.at("/PortMappings/0/ContainerPort").asInt()).isEqualTo(port);
        assertThat(container.at("/HealthCheck/Command/1").asText()).isEqualTo("/app/healthy");
        assertThat(service.at("/DesiredCount").asInt()).isEqualTo(2);
    }

    @Test
    void theGatewayKnowsItsServicesAndNoDatabase() {
        JsonNode gateway = task("prod", "tiketi-gateway").at("/ContainerDefinitions/0");

        assertThat(RolloutTest.variable(gateway, "TIKETI_SEAT_URL")).isEqualTo("http://seat.tiketi.internal:3004");
        assertThat(RolloutTest.variable(gateway, "TIKETI_GATEWAY_TRUSTED_HOPS")).isEqualTo("2");
        assertThat(RolloutTest.variable(gateway, "QUARKUS_PROFILE")).isEqualTo("prod");
        assertThat(gateway.path("Environment").toString()).doesNotContain("DB_", "REDIS_");
        assertThat(gateway.path("Secrets").isMissingNode()).isTrue();
    }

    @Test
    void stateAndCacheAreTwoAddressesInOursAndOneInTheFirstDesign() {
        JsonNode ours = variables(task("prod", "tiketi-seat"));
        JsonNode first = variables(task("plan", "tiketi-seat"));

        assertThat(ours.path("REDIS_HOST")).isNotEqualTo(ours.path("REDIS_STATE_HOST"));
        assertThat(first.path("REDIS_HOST")).isEqualTo(first.path("REDIS_STATE_HOST"));
        assertThat(ours.path("REDIS_STATE_HOSTS").toString()).contains("rediss://");
        assertThat(ours.path("REDIS_STATE_TYPE").asText()).isEqualTo("cluster");
        assertThat(ours.path("QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE").asText())
                .isEqualTo("verify-full");
    }

    @Test
    void authSendsMailByTheServerOfItsSetting() {
        Resource task = task("prod", "tiketi-auth");

        assertThat(variables(task).path("TIKETI_AUTH_MAIL_TRANSPORT").asText()).isEqualTo("smtp");
        assertThat(secretNames(task)).contains("TIKETI_AUTH_MAIL_USER", "TIKETI_AUTH_MAIL_PASSWORD");
        assertThat(Synthesis.of("prod").all("network", "AWS::EC2::SecurityGroup").stream()
                        .filter(group ->
                                group.at("/SecurityGroupEgress").toString().contains("\"ToPort\":587")))
                .hasSize(1);
        assertThat(variables(task("dev", "tiketi-auth")).has("TIKETI_AUTH_MAIL_TRANSPORT"))
                .isFalse();
    }

    @Test
    void admissionsAreSignedWithASecretOfTheirOwn() {
        assertThat(secretNames(task("prod", "tiketi-seat")))
                .contains("TIKETI_WAITING_ROOM_SECRET", "TIKETI_INTERNAL_TOKEN");
        assertThat(secretNames(task("prod", "tiketi-event"))).doesNotContain("TIKETI_WAITING_ROOM_SECRET");
    }

    private static Set<String> secretNames(Resource task) {
        Set<String> names = new java.util.TreeSet<>();
        task.at("/ContainerDefinitions/0/Secrets")
                .forEach(secret -> names.add(secret.path("Name").asText()));
        return names;
    }

    private static JsonNode variables(Resource task) {
        var variables = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        for (JsonNode variable : task.at("/ContainerDefinitions/0/Environment")) {
            variables.set(variable.path("Name").asText(), variable.path("Value"));
        }
        return variables;
    }

    @ParameterizedTest
    @CsvSource({"plan,internet-facing,/health,30,60", "prod,internal,/health/ready,10,75"})
    void theLoadBalancerIsAsTheSettingSays(String name, String scheme, String path, int interval, String idle) {
        Synthesis synthesis = Synthesis.of(name);
        Resource balancer = synthesis.one("cluster", "AWS::ElasticLoadBalancingV2::LoadBalancer");
        List<Resource> groups = synthesis.all("cluster", "AWS::ElasticLoadBalancingV2::TargetGroup");

        assertThat(balancer.text("/Name")).isEqualTo("tiketi-alb-prod");
        assertThat(balancer.text("/Scheme")).isEqualTo(scheme);
        assertThat(balancer.text("/IpAddressType")).isEqualTo("ipv4");
        assertThat(attributes(balancer, "LoadBalancerAttributes")).containsEntry("idle_timeout.timeout_seconds", idle);
        assertThat(groups).isNotEmpty().allSatisfy(group -> {
            assertThat(group.text("/HealthCheckPath")).isEqualTo(path);
            assertThat(group.text("/HealthCheckPort")).isEqualTo("9001");
            assertThat(group.at("/HealthCheckIntervalSeconds").asInt()).isEqualTo(interval);
            assertThat(group.at("/HealthCheckTimeoutSeconds").asInt()).isEqualTo(5);
            assertThat(group.at("/HealthyThresholdCount").asInt()).isEqualTo(2);
            assertThat(group.at("/UnhealthyThresholdCount").asInt()).isEqualTo(3);
        });
    }

    @Test
    void theGatewaysNextVersionStandsBesideTheOldOneAndTrafficMovesBetweenTwoGroups() {
        Synthesis synthesis = Synthesis.of("prod");
        Resource service = synthesis.one("gateway", "AWS::ECS::Service");
        Resource rule = synthesis.one("cluster", "AWS::ElasticLoadBalancingV2::ListenerRule");
        Set<String> groups = synthesis.all("cluster", "AWS::ElasticLoadBalancingV2::TargetGroup").stream()
                .map(Resource::id)
                .collect(Collectors.toSet());
        Set<String> turns = new java.util.TreeSet<>();
        rule.at("/Actions/0/ForwardConfig/TargetGroups")
                .forEach(group -> turns.add(group.at("/TargetGroupArn/Ref").asText()));
        JsonNode target = service.at("/LoadBalancers/0");

        assertThat(service.text("/DeploymentConfiguration/Strategy")).isEqualTo("BLUE_GREEN");
        assertThat(service.at("/DeploymentConfiguration/BakeTimeInMinutes").asInt())
                .isEqualTo(5);
        assertThat(groups).hasSize(2).isEqualTo(turns);
        assertThat(target.at("/TargetGroupArn").toString()).contains("Gateway").doesNotContain("GatewayOther");
        assertThat(target.at("/AdvancedConfiguration/AlternateTargetGroupArn").toString())
                .contains("GatewayOther");
        assertThat(target.at("/AdvancedConfiguration/ProductionListenerRule").toString())
                .contains("Turns");
        assertThat(target.at("/AdvancedConfiguration/RoleArn").toString()).contains("TurnsRole");
        assertThat(Synthesis.of("prod")
                        .one("seat", "AWS::ECS::Service")
                        .at("/DeploymentConfiguration/Strategy")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void oneSettingGivesEveryServiceTheSameSize() {
        Synthesis synthesis = Synthesis.make("plan", Map.of("services.size", "2048/4096"), false);

        assertThat(Service.values()).allSatisfy(service -> {
            Resource task = synthesis.one("AWS::ECS::TaskDefinition", "/Family", service.family());
            assertThat(task.text("/Cpu")).isEqualTo("2048");
            assertThat(task.text("/Memory")).isEqualTo("4096");
        });
    }

    @Test
    void theFirstDesignIsStickyAndSendsHttpToHttps() {
        Resource group = Synthesis.of("plan").one("cluster", "AWS::ElasticLoadBalancingV2::TargetGroup");
        Resource http = Synthesis.of("plan").one("AWS::ElasticLoadBalancingV2::Listener", "/Port", "80");

        assertThat(attributes(group, "TargetGroupAttributes"))
                .containsEntry("stickiness.enabled", "true")
                .containsEntry("stickiness.lb_cookie.duration_seconds", "300");
        assertThat(http.text("/DefaultActions/0/RedirectConfig/Protocol")).isEqualTo("HTTPS");
        assertThat(http.text("/DefaultActions/0/RedirectConfig/StatusCode")).isEqualTo("HTTP_301");
        assertThat(attributes(
                        Synthesis.of("prod")
                                .one("AWS::ElasticLoadBalancingV2::TargetGroup", "/Name", "tiketi-gateway-prod"),
                        "TargetGroupAttributes"))
                .containsEntry("stickiness.enabled", "false");
        assertThat(Synthesis.of("prod")
                        .one("cluster", "AWS::ElasticLoadBalancingV2::Listener")
                        .text("/Port"))
                .isEqualTo("443");
    }

    private static Map<String, String> attributes(Resource resource, String list) {
        Map<String, String> attributes = new TreeMap<>();
        resource.at("/" + list)
                .forEach(attribute -> attributes.put(
                        attribute.path("Key").asText(), attribute.path("Value").asText()));
        return attributes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "auth", "event", "seat"})
    void eachServiceFollowsProcessorMemoryAndRequests(String id) {
        List<Resource> policies = Synthesis.of("prod").all(id, "AWS::ApplicationAutoScaling::ScalingPolicy");
        Set<String> targets = policies.stream()
                .map(policy -> policy.at("/TargetTrackingScalingPolicyConfiguration"))
                .map(tracking -> tracking.at("/PredefinedMetricSpecification/PredefinedMetricType")
                                .asText("own")
                        + " " + tracking.path("TargetValue").asInt() + " "
                        + tracking.path("ScaleOutCooldown").asInt()
                        + "/" + tracking.path("ScaleInCooldown").asInt())
                .collect(Collectors.toSet());
        Resource target = Synthesis.of("prod").one(id, "AWS::ApplicationAutoScaling::ScalableTarget");

        Set<String> expected = new java.util.TreeSet<>(Set.of(
                "ECSServiceAverageCPUUtilization 70 60/300",
                "ECSServiceAverageMemoryUtilization 70 60/300",
                "own 1000 60/300"));
        if (id.equals("gateway") || id.equals("seat")) {
            expected.add("own 5000 60/300");
        }
        assertThat(targets).isEqualTo(expected);
        assertThat(requestMetric("plan", id)).isEqualTo(id.equals("gateway") ? "ALBRequestCountPerTarget" : "own");
        assertThat(policies).allSatisfy(policy -> assertThat(policy.text("/ScalingTargetId/Ref"))
                .isEqualTo(target.id()));
        assertThat(target.at("/MinCapacity").asInt()).isEqualTo(2);
        assertThat(target.at("/MaxCapacity").asInt()).isEqualTo(10);
    }

    @Test
    void peopleInWaitingRoomsBringTasksBeforeTheyMayBuy() {
        Resource policy = Synthesis.of("prod")
                .one("AWS::ApplicationAutoScaling::ScalingPolicy", "/PolicyName", "tiketi-gateway-queue");
        JsonNode metrics = policy.at("/TargetTrackingScalingPolicyConfiguration/CustomizedMetricSpecification/Metrics");

        assertThat(metrics.toString())
                .contains("tiketi_waiting_room_places", "\"Value\":\"lobby\"", "\"Value\":\"waiting\"");
        assertThat(metrics.get(metrics.size() - 1).path("Expression").asText())
                .isEqualTo("(FILL(lobby, 0) + FILL(waiting, 0)) / tasks");
    }

    private static String requestMetric(String environment, String id) {
        return Synthesis.of(environment).all(id, "AWS::ApplicationAutoScaling::ScalingPolicy").stream()
                .map(policy -> policy.at("/TargetTrackingScalingPolicyConfiguration"))
                .filter(tracking -> tracking.path("TargetValue").asInt() == 1000)
                .map(tracking -> tracking.at("/PredefinedMetricSpecification/PredefinedMetricType")
                        .asText("own"))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource({"plan,1", "prod,2"})
    void theClockInSeoulMovesTheMinimum(String name, int night) {
        JsonNode actions = Synthesis.of(name)
                .one("seat", "AWS::ApplicationAutoScaling::ScalableTarget")
                .at("/ScheduledActions");
        Map<String, Integer> minimum = new TreeMap<>();
        actions.forEach(action -> {
            assertThat(action.path("Timezone").asText()).isEqualTo("Asia/Seoul");
            minimum.put(
                    action.path("Schedule").asText(),
                    action.at("/ScalableTargetAction/MinCapacity").asInt());
        });

        assertThat(minimum)
                .isEqualTo(Map.of(
                        "cron(0 7 * * ? *)",
                        2,
                        "cron(0 19 * * ? *)",
                        5,
                        "cron(0 23 * * ? *)",
                        2,
                        "cron(0 2 * * ? *)",
                        night));
    }

    @Test
    void anAnnouncedSaleIsMetWithTasksThatAreThereBefore() {
        Synthesis synthesis = Synthesis.make("dev", Map.of("scaling.sale-at", "2026-12-01T20:00"), false);

        for (String id : List.of("gateway", "seat")) {
            String actions = synthesis
                    .one(id, "AWS::ApplicationAutoScaling::ScalableTarget")
                    .at("/ScheduledActions")
                    .toString();
            assertThat(actions).contains("at(2026-12-01T19:45:00)", "at(2026-12-01T22:00:00)");
        }
        assertThat(synthesis
                        .one("auth", "AWS::ApplicationAutoScaling::ScalableTarget")
                        .body()
                        .toString())
                .doesNotContain("at(");
    }

    @ParameterizedTest
    @CsvSource({"gateway,false,true", "auth,true,true", "event,true,true", "seat,false,true"})
    void spotServesWhereATaskMayBeLost(String id, boolean prod, boolean dev) {
        for (Map.Entry<String, Boolean> expected :
                Map.of("plan", false, "prod", prod, "dev", dev).entrySet()) {
            JsonNode strategy =
                    Synthesis.of(expected.getKey()).one(id, "AWS::ECS::Service").at("/CapacityProviderStrategy");
            assertThat(strategy.toString().contains("FARGATE_SPOT")).isEqualTo(expected.getValue());
            assertThat(strategy.toString()).contains("\"FARGATE\"");
        }
    }

    @Test
    void theClusterAndItsNamesAreTheFirstDesigns() {
        Synthesis plan = Synthesis.of("plan");

        assertThat(plan.one("cluster", "AWS::ECS::Cluster").text("/ClusterName"))
                .isEqualTo("tiketi-cluster-prod");
        assertThat(plan.all("registry", "AWS::ECR::Repository").stream()
                        .map(repository -> repository.text("/RepositoryName")))
                .containsExactlyInAnyOrder("tiketi-gateway", "tiketi-auth", "tiketi-event", "tiketi-seat");
    }

    @Test
    void imagesAreScannedNeverMoveAndLeaveByRule() {
        assertThat(Synthesis.of("prod").all("registry", "AWS::ECR::Repository"))
                .hasSize(4)
                .allSatisfy(repository -> {
                    assertThat(repository.text("/ImageTagMutability")).isEqualTo("IMMUTABLE");
                    assertThat(repository
                                    .at("/ImageScanningConfiguration/ScanOnPush")
                                    .asBoolean())
                            .isTrue();
                    assertThat(repository.text("/LifecyclePolicy/LifecyclePolicyText"))
                            .contains(
                                    "\"tagPrefixList\":[\"release-\"]",
                                    "\"countNumber\":3",
                                    "\"countNumber\":10",
                                    "\"countNumber\":30");
                });
    }
}
