package gg.tiketi.deploy.aws;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.constructs.IConstruct;

/**
 * Where a rule of cdk-nag's AwsSolutions is not followed, and why. Written into the templates, beside what they excuse;
 * all else that the rules find is an error.
 */
final class Suppressions {

    private final App app;
    private final Environment environment;

    private Suppressions(App app, Environment environment) {
        this.app = app;
        this.environment = environment;
    }

    static void apply(App app, Environment environment) {
        Suppressions suppressions = new Suppressions(app, environment);
        suppressions.excuseServices();
        suppressions.excuseData();
        suppressions.excuseEdge();
        suppressions.excuseRest();
    }

    private void excuseServices() {
        NagPackSuppression variables = because(
                "ECS2",
                "Variables hold addresses, ports and sizes; every password, token and key is a reference to Secrets Manager,"
                        + " which PolicyTest asserts for each container.");
        NagPackSuppression login = because(
                "IAM5",
                "ecr:GetAuthorizationToken knows no resource; what it opens is limited to the service's own repository.");
        for (Service service : Service.values()) {
            excuse(service.id(), variables, login);
        }
        if (environment.tasks().isBlueGreen()) {
            excuse(
                    Service.GATEWAY.id(),
                    because(
                            "IAM4",
                            "ECS moves the traffic of a blue/green deployment with this policy, which AWS keeps for it and"
                                    + " only ECS may use the role."));
        }
        excuse("setup", variables);
        excuse(
                "collector",
                variables,
                because("IAM5", "X-Ray's PutTraceSegments and PutTelemetryRecords know no resource."));
    }

    private void excuseData() {
        excuse(
                "secrets",
                because(
                        "SMG4",
                        "Database passwords rotate by schedules in the data stack (DataTest); signing keys, Redis' password"
                                + " and the internal token are made by an operator whom a rule asks each 90 days."));
        excuse(
                "data",
                because(
                        "RDS11",
                        "A port is no secret: the database has no public address, and groups admit services only."),
                because(
                        "AEC5",
                        "A port is no secret: the cache has no public address, and groups admit services only."));
        if (!environment.database().isProtected()) {
            excuse("data", because("RDS10", "This environment is made to be torn down; prod sets database.protected."));
        }
        if (!environment.database().multiAz()) {
            excuse("data", because("RDS3", "One zone is enough for development, at half the price."));
        } else if (environment.database().replicaInstance().isPresent()) {
            excuse(
                    "data",
                    because("RDS3", "The read replica may be lost: reads go to the primary then, which is Multi-AZ."));
        }
        if (environment.cache().replicas() == 0) {
            excuse("data", because("AEC4", "One node is enough for development: Redis may be lost at any time."));
        }
    }

    private void excuseEdge() {
        if (environment.network().acls()) {
            excuse(
                    "network",
                    because(
                            "VPC3",
                            "A second fence around the isolated subnets, whose addresses are fixed; groups are the first."));
        }
        excuse("edge", because("CFR1", "Tickets are sold to visitors from every country."));
        if (!environment.balancer().internal()) {
            excuse(
                    "network",
                    because(
                            "EC23",
                            "The first design's load balancer is public; prod has an internal one behind CloudFront."));
        }
    }

    private void excuseRest() {
        excuse("cluster", because("S1", "This bucket holds access logs; logging its own accesses would never end."));
        excuse(
                "account",
                because("S1", "This bucket holds the record of calls, which CloudTrail validates by digests."));
        excuse(
                "rotation",
                because(
                        "IAM5",
                        "Log delivery and X-Ray of Step Functions know no resource; ecs:UpdateService names one service."));
        excuse(
                "pipeline",
                because(
                        "IAM4",
                        "Drift detection reads each kind of resource that a stack holds; a statement denies what is secret or"
                                + " personal."),
                because(
                        "IAM5",
                        "Image login, DescribeTaskDefinition and DescribeAlarms know no resource; revisions, objects, tasks, distributions and roles of"
                                + " the tasks have generated names, each below a fixed prefix."));
    }

    private static NagPackSuppression because(String rule, String reason) {
        return NagPackSuppression.builder()
                .id("AwsSolutions-" + rule)
                .reason(reason)
                .build();
    }

    private void excuse(String what, NagPackSuppression... suppressions) {
        IConstruct found = app.getNode().tryFindChild(environment.stack(what));
        if (found instanceof Stack stack) {
            NagSuppressions.addStackSuppressions(stack, List.of(suppressions));
        }
    }
}
