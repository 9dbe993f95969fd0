package gg.tiketi.deploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.deploy.aws.Synthesis.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What deploy/docs/scale-out.md says is set, against the templates. */
class ScaleOutTest {

    private final Synthesis prod = Synthesis.of("prod");
    private final String document;

    ScaleOutTest() throws IOException {
        document = Files.readString(Path.of("..", "docs", "scale-out.md"));
    }

    @Test
    void theBalancerAsksAsOftenAsIsTold() {
        Resource group = prod.one("AWS::ElasticLoadBalancingV2::TargetGroup", "/Name", "tiketi-gateway-prod");
        int interval = group.at("/HealthCheckIntervalSeconds").asInt();
        int times = group.at("/HealthyThresholdCount").asInt();

        assertThat(document)
                .contains("| gateway: twice healthy at the balancer | " + interval * times + " s |")
                .contains("set: every " + interval + " s, two answers");
        assertThat(times).isEqualTo(2);
    }

    @Test
    void cooldownContainersAndAddressesAreAsTold() {
        Resource task = prod.one("AWS::ECS::TaskDefinition", "/Family", "tiketi-seat");
        JsonNode health = task.at("/ContainerDefinitions/0/HealthCheck");
        int cooldown = prod.all("seat", "AWS::ApplicationAutoScaling::ScalingPolicy")
                .getFirst()
                .at("/TargetTrackingScalingPolicyConfiguration/ScaleOutCooldown")
                .asInt();
        String names =
                prod.all("AWS::ServiceDiscovery::Service").getFirst().body().toString();

        assertThat(document)
                .contains("set: " + cooldown + " s")
                .contains("set: asked every " + health.path("Interval").asInt() + " s, addresses live 10 s");
        assertThat(names).contains("\"TTL\":10");
    }

    @Test
    void theProcessorsAreThoseOfTheTasks() {
        assertThat(document)
                .contains("| gateway (" + processors("gateway") + " processor)")
                .contains("| auth-service (" + processors("auth") + ")")
                .contains("| event-service (" + processors("event") + ")")
                .contains("| seat-service (" + processors("seat") + ")");
    }

    private String processors(String service) {
        double cpu = Integer.parseInt(prod.one("AWS::ECS::TaskDefinition", "/Family", "tiketi-" + service)
                .text("/Cpu"));
        return cpu % 1024 == 0 ? String.valueOf((int) cpu / 1024) : String.valueOf(cpu / 1024);
    }
}
