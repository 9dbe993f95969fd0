package gg.tiketi.deploy.aws;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.CfnOIDCProvider;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.WebIdentityPrincipal;

/**
 * The roles that GitHub's workflows take, by their identity and without a stored key. One pushes images, uploads the
 * page, runs one-off tasks, and deploys stacks through the roles of the CDK's bootstrap, which it may only take. The
 * other only looks, to find what was changed by hand, and may not read what is secret or personal.
 */
final class PipelineStack extends PlatformStack {

    private static final String ISSUER = "token.actions.githubusercontent.com";

    /** The GitHub environment of the workflow that looks for drift. */
    private static final String DRIFT_ENVIRONMENT = "drift";

    private final Environment environment;

    PipelineStack(App app, Environment environment) {
        super(app, environment, "pipeline");
        this.environment = environment;
        CfnOIDCProvider provider = CfnOIDCProvider.Builder.create(this, "GitHub")
                .url("https://" + ISSUER)
                .clientIdList(List.of("sts.amazonaws.com"))
                .build();
        Role delivery =
                role(provider, "Role", "delivery", environment.delivery().githubEnvironment());
        images().forEach(delivery::addToPolicy);
        page().forEach(delivery::addToPolicy);
        rollout().forEach(delivery::addToPolicy);
        CfnOutput.Builder.create(this, "RoleArn").value(delivery.getRoleArn()).build();
        Role drift = role(provider, "Drift", "drift", DRIFT_ENVIRONMENT);
        // Comparing a stack with what is there reads every kind of resource.
        drift.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName("ReadOnlyAccess"));
        drift.addToPolicy(allow(
                List.of("cloudformation:DetectStackDrift", "cloudformation:DetectStackResourceDrift"),
                List.of("arn:aws:cloudformation:*:%s:stack/%s*/*"
                        .formatted(environment.account(), environment.stack("")))));
        drift.addToPolicy(PolicyStatement.Builder.create()
                .effect(Effect.DENY)
                .actions(List.of(
                        "secretsmanager:GetSecretValue",
                        "s3:GetObject*",
                        "logs:GetLogEvents",
                        "logs:FilterLogEvents",
                        "logs:StartQuery",
                        "kms:Decrypt"))
                .resources(List.of("*"))
                .build());
        CfnOutput.Builder.create(this, "DriftRoleArn").value(drift.getRoleArn()).build();
    }

    private Role role(CfnOIDCProvider provider, String id, String name, String githubEnvironment) {
        return Role.Builder.create(this, id)
                .roleName(environment.named(name))
                .description("GitHub Actions of " + environment.delivery().repository())
                .maxSessionDuration(Duration.hours(1))
                .assumedBy(new WebIdentityPrincipal(
                        provider.getAttrArn(),
                        Map.of(
                                "StringEquals",
                                Map.of(
                                        ISSUER + ":aud",
                                        "sts.amazonaws.com",
                                        ISSUER + ":sub",
                                        "repo:" + environment.delivery().repository() + ":environment:"
                                                + githubEnvironment))))
                .build();
    }

    private List<PolicyStatement> images() {
        return List.of(
                allow(List.of("ecr:GetAuthorizationToken"), List.of("*")),
                allow(
                        List.of(
                                "ecr:BatchCheckLayerAvailability",
                                "ecr:BatchGetImage",
                                "ecr:CompleteLayerUpload",
                                "ecr:DescribeImages",
                                "ecr:DescribeRepositories",
                                "ecr:GetDownloadUrlForLayer",
                                "ecr:InitiateLayerUpload",
                                "ecr:PutImage",
                                "ecr:UploadLayerPart"),
                        List.of(Service.values()).stream()
                                .map(service -> arn("ecr", "repository/" + service.family()))
                                .toList()));
    }

    private List<PolicyStatement> page() {
        String bucket = "arn:aws:s3:::" + environment.named("frontend");
        return List.of(
                allow(List.of("s3:ListBucket"), List.of(bucket)),
                allow(List.of("s3:PutObject", "s3:DeleteObject"), List.of(bucket + "/*")),
                allow(
                        List.of("cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"),
                        List.of("arn:aws:cloudfront::" + environment.account() + ":distribution/*")));
    }

    private List<PolicyStatement> rollout() {
        String cluster = environment.named("cluster");
        List<String> tasks = new ArrayList<>(List.of(arn("ecs", "task-definition/tiketi-setup:*")));
        for (Service service : Service.values()) {
            if (service.hasData()) {
                tasks.add(arn("ecs", "task-definition/" + service.family() + ":*"));
                tasks.add(arn("ecs", "task-definition/" + service.family() + "-migrate:*"));
            }
        }
        List<String> families = Arrays.stream(Service.values())
                .map(service -> arn("ecs", "task-definition/" + service.family() + ":*"))
                .toList();
        return List.of(
                allow(List.of("ecs:RunTask"), tasks),
                allow(List.of("ecs:DescribeTaskDefinition"), List.of("*")),
                allow(List.of("ecs:RegisterTaskDefinition", "ecs:TagResource"), families),
                allow(List.of("ecs:DescribeTasks"), List.of(arn("ecs", "task/" + cluster + "/*"))),
                allow(
                        List.of("ecs:DescribeServices", "ecs:UpdateService"),
                        List.of(arn("ecs", "service/" + cluster + "/tiketi-*"))),
                PolicyStatement.Builder.create()
                        .actions(List.of("iam:PassRole"))
                        .resources(List.of("arn:aws:iam::%s:role/%s-*"
                                .formatted(
                                        environment.account(),
                                        environment.stack("").replaceAll("-$", ""))))
                        .conditions(Map.of("StringEquals", Map.of("iam:PassedToService", "ecs-tasks.amazonaws.com")))
                        .build(),
                allow(
                        List.of("sts:AssumeRole"),
                        List.of("arn:aws:iam::%s:role/cdk-hnb659fds-deploy-role-%s-%s"
                                .formatted(environment.account(), environment.account(), environment.region()))),
                allow(List.of("cloudwatch:DescribeAlarms"), List.of("*")));
    }

    private String arn(String service, String resource) {
        return "arn:aws:%s:%s:%s:%s".formatted(service, environment.region(), environment.account(), resource);
    }

    private static PolicyStatement allow(List<String> actions, List<String> resources) {
        return PolicyStatement.Builder.create()
                .actions(actions)
                .resources(resources)
                .build();
    }
}
