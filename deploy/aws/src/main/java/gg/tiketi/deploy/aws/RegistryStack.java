package gg.tiketi.deploy.aws;

import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ecr.LifecycleRule;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.ecr.TagMutability;
import software.amazon.awscdk.services.ecr.TagStatus;

/**
 * A repository per service. Tags never move, so there is no {@code latest}; services name images by digest. The image
 * that runs is tagged {@code release-…} by the delivery, and the newest three of these never expire; of the others the
 * newest ten stay, and untagged ones 30 days.
 */
final class RegistryStack extends PlatformStack {

    static final int KEPT_IMAGES = 10;
    static final int KEPT_RELEASES = 3;
    static final int KEPT_DAYS = 30;

    RegistryStack(App app, Environment environment) {
        super(app, environment, "registry");
        for (Service service : Service.values()) {
            Repository.Builder.create(this, service.id())
                    .repositoryName(service.family())
                    .imageTagMutability(TagMutability.IMMUTABLE)
                    .imageScanOnPush(true)
                    .removalPolicy(RemovalPolicy.RETAIN)
                    .lifecycleRules(List.of(
                            rule(1, "the running release and the two before it", TagStatus.TAGGED)
                                    .tagPrefixList(List.of("release-"))
                                    .maxImageCount(KEPT_RELEASES)
                                    .build(),
                            rule(2, "images without a tag", TagStatus.UNTAGGED)
                                    .maxImageAge(Duration.days(KEPT_DAYS))
                                    .build(),
                            rule(3, "the newest builds", TagStatus.TAGGED)
                                    .tagPatternList(List.of("*"))
                                    .maxImageCount(KEPT_IMAGES)
                                    .build()))
                    .build();
        }
    }

    private static LifecycleRule.Builder rule(int priority, String description, TagStatus status) {
        return LifecycleRule.builder()
                .rulePriority(priority)
                .description(description)
                .tagStatus(status);
    }

    /** The repository's address; known without asking the stack, so that services do not depend on it. */
    static String uri(Environment environment, Service service) {
        return "%s.dkr.ecr.%s.amazonaws.com/%s"
                .formatted(environment.account(), environment.region(), service.family());
    }
}
