package gg.tiketi.deploy.aws;

import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.DefaultStackSynthesizer;

/** All stacks of one environment, in the order in which they are deployed. */
final class Platform {

    private Platform() {}

    static App make(Environment environment, String folder) {
        App app = new App(AppProps.builder()
                .outdir(folder)
                .analyticsReporting(false)
                .treeMetadata(false)
                .defaultStackSynthesizer(DefaultStackSynthesizer.Builder.create()
                        .generateBootstrapVersionRule(false)
                        .build())
                .build());
        new AccountStack(app, environment);
        new GlobalStack(app, environment);
        NetworkStack network = new NetworkStack(app, environment);
        new RegistryStack(app, environment);
        SecretsStack secrets = new SecretsStack(app, environment);
        DataStack data = new DataStack(app, environment, network, secrets);
        ClusterStack cluster = new ClusterStack(app, environment, network);
        new SetupStack(app, environment, secrets, data);
        if (environment.tasks().collector()) {
            new CollectorStack(app, environment, network, cluster);
        }
        for (Service service : Service.values()) {
            new ServiceStack(app, environment, service, network, secrets, data, cluster);
        }
        EdgeStack edge = new EdgeStack(app, environment, cluster);
        new DnsStack(app, environment, cluster, edge);
        ObservabilityStack observability = new ObservabilityStack(app, environment, cluster);
        new RotationStack(app, environment, secrets, observability);
        new PipelineStack(app, environment);
        Suppressions.apply(app, environment);
        return app;
    }
}
