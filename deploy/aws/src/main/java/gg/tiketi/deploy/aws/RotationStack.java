package gg.tiketi.deploy.aws;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.SfnStateMachine;
import software.amazon.awscdk.services.events.targets.SnsTopic;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.LogLevel;
import software.amazon.awscdk.services.stepfunctions.LogOptions;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.amazon.awscdk.services.stepfunctions.tasks.CallAwsService;

/**
 * What follows a rotation. Tasks read a password when they start, so after a new one the service is rolled over at once;
 * connections that are open stay good meanwhile. Secrets that AWS cannot make anew are asked for each 90 days.
 */
final class RotationStack extends PlatformStack {

    RotationStack(App app, Environment environment, SecretsStack secrets, ObservabilityStack observability) {
        super(app, environment, "rotation");
        LogGroup logs = LogGroup.Builder.create(this, "Logs")
                .logGroupName("/aws/vendedlogs/states/" + environment.named("rollover"))
                .retention(Retention.of(environment))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        for (Service service : Service.values()) {
            if (service.hasData()) {
                StateMachine rollover = rollOver(environment, service, logs);
                Rule.Builder.create(this, "Rotated-" + service.id())
                        .ruleName(environment.named("rotated-" + service.id()))
                        .description("A new database password: roll " + service.family() + " over")
                        .eventPattern(EventPattern.builder()
                                .source(List.of("aws.secretsmanager"))
                                .detailType(List.of("AWS Service Event via CloudTrail"))
                                .detail(Map.of(
                                        "eventName",
                                        List.of("RotationSucceeded"),
                                        "additionalEventData",
                                        Map.of(
                                                "SecretId",
                                                List.of(secrets.database(service)
                                                        .getSecretArn()))))
                                .build())
                        .targets(List.of(new SfnStateMachine(rollover)))
                        .build();
            }
        }
        Rule.Builder.create(this, "Due")
                .ruleName(environment.named("rotation-due"))
                .description("Secrets that are changed by hand")
                .schedule(Schedule.rate(Duration.days(SecretsStack.ROTATION_DAYS)))
                .targets(List.of(SnsTopic.Builder.create(observability.warning())
                        .message(RuleTargetInput.fromText(
                                "Rotate tiketi/jwt/secret, tiketi/redis/password, tiketi/internal/token, "
                                        + "tiketi/waiting-room/secret and tiketi/auth/second-factor: "
                                        + environment.watch().runbooks() + "#rotation-due"))
                        .build()))
                .build();
    }

    private StateMachine rollOver(Environment environment, Service service, LogGroup logs) {
        String name = service.family() + "-service";
        CallAwsService redeploy = CallAwsService.Builder.create(this, "Redeploy-" + service.id())
                .service("ecs")
                .action("updateService")
                .parameters(
                        Map.of("Cluster", environment.named("cluster"), "Service", name, "ForceNewDeployment", true))
                .iamResources(List.of("arn:aws:ecs:%s:%s:service/%s/%s"
                        .formatted(environment.region(), environment.account(), environment.named("cluster"), name)))
                .build();
        return StateMachine.Builder.create(this, "RollOver-" + service.id())
                .stateMachineName(environment.named("rollover-" + service.id()))
                .definitionBody(DefinitionBody.fromChainable(redeploy))
                .timeout(Duration.minutes(5))
                .tracingEnabled(true)
                .logs(LogOptions.builder().destination(logs).level(LogLevel.ALL).build())
                .build();
    }
}
