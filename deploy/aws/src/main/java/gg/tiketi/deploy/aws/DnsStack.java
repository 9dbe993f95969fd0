package gg.tiketi.deploy.aws;

import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.services.route53.ARecord;
import software.amazon.awscdk.services.route53.AaaaRecord;
import software.amazon.awscdk.services.route53.HostedZone;
import software.amazon.awscdk.services.route53.HostedZoneAttributes;
import software.amazon.awscdk.services.route53.IHostedZone;
import software.amazon.awscdk.services.route53.RecordTarget;
import software.amazon.awscdk.services.route53.targets.CloudFrontTarget;
import software.amazon.awscdk.services.route53.targets.LoadBalancerTarget;

/** The names: apex and www lead to the page, api to the API; deployed last, it is the switch of a move. */
final class DnsStack extends PlatformStack {

    private final IHostedZone zone;

    DnsStack(App app, Environment environment, ClusterStack cluster, EdgeStack edge) {
        super(app, environment, "dns");
        CfnParameter id = CfnParameter.Builder.create(this, "HostedZoneId")
                .type("AWS::Route53::HostedZone::Id")
                .description("Output HostedZoneId of stack " + environment.stack("global"))
                .build();
        zone = HostedZone.fromHostedZoneAttributes(
                this,
                "Zone",
                HostedZoneAttributes.builder()
                        .hostedZoneId(id.getValueAsString())
                        .zoneName(environment.domain())
                        .build());
        alias("Apex", environment.domain(), RecordTarget.fromAlias(new CloudFrontTarget(edge.front())));
        alias("Www", "www." + environment.domain(), RecordTarget.fromAlias(new CloudFrontTarget(edge.front())));
        alias("Api", "api." + environment.domain(), RecordTarget.fromAlias(new CloudFrontTarget(edge.api())));
        if (!environment.balancer().internal()) {
            ARecord.Builder.create(this, "Alb4")
                    .zone(zone)
                    .recordName("alb." + environment.domain() + ".")
                    .target(RecordTarget.fromAlias(new LoadBalancerTarget(cluster.balancer())))
                    .build();
        }
    }

    private void alias(String what, String name, RecordTarget target) {
        ARecord.Builder.create(this, what + "4")
                .zone(zone)
                .recordName(name + ".")
                .target(target)
                .build();
        AaaaRecord.Builder.create(this, what + "6")
                .zone(zone)
                .recordName(name + ".")
                .target(target)
                .build();
    }
}
