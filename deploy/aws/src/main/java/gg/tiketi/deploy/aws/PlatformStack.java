package gg.tiketi.deploy.aws;

import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;

/** What all stacks have in common: a name, an account and region, and tags. */
abstract class PlatformStack extends Stack {

    PlatformStack(App app, Environment environment, String what) {
        this(app, environment, what, environment.region());
    }

    PlatformStack(App app, Environment environment, String what, String region) {
        super(
                app,
                environment.stack(what),
                StackProps.builder()
                        .stackName(environment.stack(what))
                        .description("Tiketi, " + environment.name() + ": " + what)
                        .analyticsReporting(false)
                        .env(software.amazon.awscdk.Environment.builder()
                                .account(environment.account())
                                .region(region)
                                .build())
                        .build());
        Tags.of(this).add("project", "tiketi");
        Tags.of(this).add("environment", environment.name());
    }
}
