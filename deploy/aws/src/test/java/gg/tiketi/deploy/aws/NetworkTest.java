package gg.tiketi.deploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.deploy.aws.Synthesis.Resource;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void theVpcHasTheFixedSubnetsInZonesAAndC(String name) {
        Synthesis synthesis = Synthesis.of(name);
        Set<String> subnets = new TreeSet<>();
        for (Resource subnet : synthesis.all("AWS::EC2::Subnet")) {
            subnets.add(subnet.text("/CidrBlock") + " " + subnet.text("/AvailabilityZone") + " " + tag(subnet));
        }

        assertThat(synthesis.one("network", "AWS::EC2::VPC").text("/CidrBlock")).isEqualTo("10.0.0.0/16");
        assertThat(subnets)
                .containsExactly(
                        "10.0.1.0/24 ap-northeast-2a tiketi-public-a",
                        "10.0.11.0/24 ap-northeast-2a tiketi-private-a",
                        "10.0.12.0/24 ap-northeast-2c tiketi-private-c",
                        "10.0.2.0/24 ap-northeast-2c tiketi-public-c",
                        "10.0.21.0/24 ap-northeast-2a tiketi-isolated-a",
                        "10.0.22.0/24 ap-northeast-2c tiketi-isolated-c");
        assertThat(tag(synthesis.one("network", "AWS::EC2::InternetGateway"))).isEqualTo("tiketi-igw");
    }

    @ParameterizedTest
    @CsvSource({"plan,2", "prod,2", "dev,1"})
    void aNatGatewayStandsInEachZoneOrOneInDevelopment(String name, int count) {
        assertThat(Synthesis.of(name).all("AWS::EC2::NatGateway").stream().map(NetworkTest::tag))
                .containsExactlyElementsOf(
                        java.util.List.of("tiketi-nat-a", "tiketi-nat-c").subList(0, count));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void isolatedSubnetsHaveNoWayOut(String name) {
        Synthesis synthesis = Synthesis.of(name);

        assertThat(synthesis.all("AWS::EC2::Route"))
                .isNotEmpty()
                .noneMatch(route -> route.at("/RouteTableId").toString().contains("isolated"));
        assertThat(synthesis
                        .one("network", "AWS::EC2::VPCEndpoint")
                        .at("/ServiceName")
                        .toString())
                .contains("s3");
        assertThat(synthesis.one("network", "AWS::EC2::FlowLog").text("/TrafficType"))
                .isEqualTo("ALL");
    }

    /** Every rule there is, from whom to whom on which port. */
    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void groupsAdmitExactlyWhoCalls(String name) {
        Set<String> rules = new TreeSet<>();
        for (Resource rule : Synthesis.of(name).all("AWS::EC2::SecurityGroupIngress")) {
            if (rule.at("/SourceSecurityGroupId").isMissingNode()) {
                continue; // CloudFront, below
            }
            rules.add("%s -> %s:%s"
                    .formatted(
                            group(rule.at("/SourceSecurityGroupId")),
                            group(rule.at("/GroupId")),
                            rule.text("/FromPort")));
        }

        assertThat(rules)
                .containsExactlyInAnyOrder(
                        "alb -> gateway:3001",
                        "alb -> gateway:9001",
                        "gateway -> auth:3002",
                        "event -> auth:3002",
                        "seat -> auth:3002",
                        "gateway -> event:3003",
                        "seat -> event:3003",
                        "gateway -> seat:3004",
                        "collector -> gateway:9001",
                        "collector -> auth:9002",
                        "collector -> event:9003",
                        "collector -> seat:9004",
                        "gateway -> collector:4317",
                        "auth -> collector:4317",
                        "event -> collector:4317",
                        "seat -> collector:4317",
                        "auth -> rds:5432",
                        "event -> rds:5432",
                        "seat -> rds:5432",
                        "setup -> rds:5432",
                        "rotation -> rds:5432",
                        "auth -> redis:6379",
                        "event -> redis:6379",
                        "seat -> redis:6379");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "prod", "dev"})
    void databaseAndCacheMayCallNobody(String name) {
        Synthesis synthesis = Synthesis.of(name);
        assertThat(synthesis.all("AWS::EC2::SecurityGroupEgress"))
                .isNotEmpty()
                .noneMatch(rule -> group(rule.at("/GroupId")).matches("rds|redis"));
        for (String data : java.util.List.of("PostgreSQL", "Redis or Valkey")) {
            // CDK writes "nothing" as a rule that fits no address.
            assertThat(synthesis
                            .one("AWS::EC2::SecurityGroup", "/GroupDescription", data)
                            .text("/SecurityGroupEgress/0/CidrIp"))
                    .isEqualTo("255.255.255.255/32");
        }
    }

    @Test
    void ourLoadBalancerAdmitsCloudFrontOnly() {
        Resource group = Synthesis.of("prod").one("AWS::EC2::SecurityGroup", "/GroupDescription", "Load balancer");

        assertThat(group.at("/SecurityGroupIngress").isMissingNode()).isTrue();
        assertThat(Synthesis.of("prod").all("AWS::EC2::SecurityGroupIngress"))
                .filteredOn(rule -> group(rule.at("/GroupId")).equals("alb"))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.text("/SourcePrefixListId")).isEqualTo("pl-22a6434b");
                    assertThat(rule.at("/FromPort").asInt()).isEqualTo(443);
                });
    }

    @Test
    void networkListsAreASetting() {
        assertThat(Synthesis.of("plan").all("AWS::EC2::NetworkAcl")).isEmpty();
        assertThat(Synthesis.of("prod").all("AWS::EC2::NetworkAclEntry"))
                .hasSize(10)
                .allMatch(entry -> entry.text("/CidrBlock").matches("10\\.0\\.(11|12|21|22)\\.0/24"));
    }

    private static String tag(Resource resource) {
        for (JsonNode tag : resource.at("/Tags")) {
            if (tag.path("Key").asText().equals("Name")) {
                return tag.path("Value").asText();
            }
        }
        return "";
    }

    private static String group(JsonNode reference) {
        return reference.toString().replaceAll(".*Group([a-z]+)[0-9A-F]{8}.*", "$1");
    }
}
