package gg.tiketi.deploy.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.CfnOIDCProvider;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.WebIdentityPrincipal;

/**
 * The role that GitHub's workflow takes, by its identity and without a stored key. It pushes images, uploads the page,
 * runs one-off tasks, and deploys stacks through the roles of the CDK's bootstrap, which it may only take.
 */
final class PipelineStack extends PlatformStack {

    private static final String ISSUER = "token.actions.githubusercontent.com";

    private final Environment environment;

    PipelineStack(App app, Environment environment) {
        super(app, environment, "pipeline");
        this.environment = environment;
        CfnOIDCProvider provider = CfnOIDCProvider.Builder.create(this, "GitHub")
                .url("https://" + ISSUER)
                .clientIdList(List.of("sts.amazonaws.com"))
                .build();
        Role role = Role.Builder.create(this, "Role")
                .roleName(environment.named("delivery"))
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
                                                + environment.delivery().githubEnvironment()))))
                .build();
        images().forEach(role::addToPolicy);
        page().forEach(role::addToPolicy);
        rollout().forEach(role::addToPolicy);
        CfnOutput.Builder.create(this, "RoleArn").value(role.getRoleArn()).build();
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
                tasks.add(arn("ecs", "task-definition/" + service.family() + "-migrate:*"));
            }
        }
        return List.of(
                allow(List.of("ecs:RunTask"), tasks),
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
