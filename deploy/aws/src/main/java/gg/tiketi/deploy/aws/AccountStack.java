package gg.tiketi.deploy.aws;

import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.accessanalyzer.CfnAnalyzer;
import software.amazon.awscdk.services.cloudtrail.Trail;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;

/**
 * What an account needs once: a record of every call, and a look for what outsiders can reach. The root user's second
 * factor, the password policy and unused keys are nothing that CloudFormation can set.
 */
final class AccountStack extends PlatformStack {

    AccountStack(App app, Environment environment) {
        super(app, environment, "account");
        Bucket bucket = Bucket.Builder.create(this, "Calls")
                .bucketName(environment.named("trail") + "-" + environment.account())
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .versioned(true)
                .lifecycleRules(List.of(
                        LifecycleRule.builder().expiration(Duration.days(365)).build()))
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        Trail.Builder.create(this, "Trail")
                .trailName(environment.named("trail"))
                .bucket(bucket)
                .isMultiRegionTrail(true)
                .includeGlobalServiceEvents(true)
                .enableFileValidation(true)
                .build();
        CfnAnalyzer.Builder.create(this, "Analyzer")
                .analyzerName(environment.named("outsiders"))
                .type("ACCOUNT")
                .build();
    }
}
