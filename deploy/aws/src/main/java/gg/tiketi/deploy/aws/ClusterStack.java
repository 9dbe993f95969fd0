package gg.tiketi.deploy.aws;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.CertificateValidation;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ecs.AlternateTarget;
import software.amazon.awscdk.services.ecs.AlternateTargetProps;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.ecs.ListenerRuleConfiguration;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationListener;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationListenerRule;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationProtocol;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationTargetGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseApplicationListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck;
import software.amazon.awscdk.services.elasticloadbalancingv2.IpAddressType;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCertificate;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCondition;
import software.amazon.awscdk.services.elasticloadbalancingv2.RedirectOptions;
import software.amazon.awscdk.services.elasticloadbalancingv2.SslPolicy;
import software.amazon.awscdk.services.elasticloadbalancingv2.TargetType;
import software.amazon.awscdk.services.elasticloadbalancingv2.WeightedTargetGroup;
import software.amazon.awscdk.services.route53.HostedZone;
import software.amazon.awscdk.services.route53.HostedZoneAttributes;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.servicediscovery.PrivateDnsNamespace;

/** What the services share: the cluster, the load balancer in front of the gateway, and the names they call each other. */
final class ClusterStack extends PlatformStack {

    static final String NAMESPACE = "tiketi.internal";

    private final Cluster cluster;
    private final ApplicationLoadBalancer balancer;
    private final ApplicationTargetGroup gateway;
    private @Nullable AlternateTarget other;
    private final PrivateDnsNamespace namespace;

    ClusterStack(App app, Environment environment, NetworkStack network) {
        super(app, environment, "cluster");
        cluster = Cluster.Builder.create(this, "Cluster")
                .clusterName(environment.named("cluster"))
                .vpc(network.vpc())
                .enableFargateCapacityProviders(true)
                .containerInsightsV2(
                        environment.tasks().insights() ? ContainerInsights.ENABLED : ContainerInsights.DISABLED)
                .build();
        namespace = PrivateDnsNamespace.Builder.create(this, "Namespace")
                .name(NAMESPACE)
                .vpc(network.vpc())
                .description("Addresses of tasks")
                .build();
        Environment.Balancer settings = environment.balancer();
        balancer = ApplicationLoadBalancer.Builder.create(this, "Balancer")
                .loadBalancerName(environment.named("alb"))
                .vpc(network.vpc())
                .vpcSubnets(SubnetSelection.builder()
                        .subnetType(settings.internal() ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PUBLIC)
                        .build())
                .internetFacing(!settings.internal())
                .ipAddressType(IpAddressType.IPV4)
                .securityGroup(network.balancer())
                .idleTimeout(Duration.seconds(settings.idleSeconds()))
                .dropInvalidHeaderFields(true)
                .deletionProtection(environment.database().isProtected())
                .build();
        balancer.logAccessLogs(makeLogBucket(environment), "alb");
        gateway = makeTargetGroup("Gateway", "gateway", environment, network);
        ApplicationListener listener = listen(environment);
        if (environment.tasks().isBlueGreen()) {
            other = makeOther(listener, makeTargetGroup("GatewayOther", "gateway-other", environment, network));
        }
    }

    private Bucket makeLogBucket(Environment environment) {
        return Bucket.Builder.create(this, "BalancerLogs")
                .bucketName(environment.named("alb-logs") + "-" + environment.account())
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .expiration(Duration.days(environment.watch().logDays()))
                        .build()))
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
    }

    private ApplicationTargetGroup makeTargetGroup(
            String id, String name, Environment environment, NetworkStack network) {
        Environment.Balancer settings = environment.balancer();
        ApplicationTargetGroup.Builder group = ApplicationTargetGroup.Builder.create(this, id)
                .targetGroupName(environment.named(name))
                .vpc(network.vpc())
                .targetType(TargetType.IP)
                .protocol(ApplicationProtocol.HTTP)
                .port(Service.GATEWAY.port())
                .deregistrationDelay(Duration.seconds(30))
                .healthCheck(HealthCheck.builder()
                        .path(settings.healthPath())
                        .port(String.valueOf(Service.GATEWAY.managementPort()))
                        .interval(Duration.seconds(settings.healthSeconds()))
                        .timeout(Duration.seconds(5))
                        .healthyThresholdCount(2)
                        .unhealthyThresholdCount(3)
                        .build());
        if (settings.stickySeconds() > 0) {
            group.stickinessCookieDuration(Duration.seconds(settings.stickySeconds()));
        }
        return group.build();
    }

    /** HTTPS with the domain's certificate of this region; plain HTTP is sent there, where anybody can reach it. */
    private ApplicationListener listen(Environment environment) {
        CfnParameter zone = CfnParameter.Builder.create(this, "HostedZoneId")
                .type("AWS::Route53::HostedZone::Id")
                .description("Output HostedZoneId of stack " + environment.stack("global"))
                .build();
        Certificate certificate = Certificate.Builder.create(this, "Certificate")
                .domainName("*." + environment.domain())
                .subjectAlternativeNames(List.of(environment.domain()))
                .validation(CertificateValidation.fromDns(HostedZone.fromHostedZoneAttributes(
                        this,
                        "Zone",
                        HostedZoneAttributes.builder()
                                .hostedZoneId(zone.getValueAsString())
                                .zoneName(environment.domain())
                                .build())))
                .build();
        ApplicationListener listener = balancer.addListener(
                "Https",
                BaseApplicationListenerProps.builder()
                        .port(NetworkStack.HTTPS)
                        .protocol(ApplicationProtocol.HTTPS)
                        .open(false)
                        .sslPolicy(SslPolicy.RECOMMENDED_TLS)
                        .certificates(List.of(ListenerCertificate.fromCertificateManager(certificate)))
                        .defaultTargetGroups(List.of(gateway))
                        .build());
        listener.getNode().addDependency(certificate);
        if (!environment.balancer().internal()) {
            balancer.addListener(
                    "Http",
                    BaseApplicationListenerProps.builder()
                            .port(80)
                            .protocol(ApplicationProtocol.HTTP)
                            .open(false)
                            .defaultAction(ListenerAction.redirect(RedirectOptions.builder()
                                    .protocol("HTTPS")
                                    .port(String.valueOf(NetworkStack.HTTPS))
                                    .permanent(true)
                                    .build()))
                            .build());
        }
        return listener;
    }

    /** Two groups take turns: ECS sets the weights of this rule when it replaces the gateway. */
    private AlternateTarget makeOther(ApplicationListener listener, ApplicationTargetGroup group) {
        ApplicationListenerRule rule = ApplicationListenerRule.Builder.create(this, "Turns")
                .listener(listener)
                .priority(1)
                .conditions(List.of(ListenerCondition.pathPatterns(List.of("/*"))))
                .action(ListenerAction.weightedForward(List.of(
                        WeightedTargetGroup.builder()
                                .targetGroup(gateway)
                                .weight(100)
                                .build(),
                        WeightedTargetGroup.builder()
                                .targetGroup(group)
                                .weight(0)
                                .build())))
                .build();
        return new AlternateTarget(
                "Turns",
                AlternateTargetProps.builder()
                        .alternateTargetGroup(group)
                        .productionListener(ListenerRuleConfiguration.applicationListenerRule(rule))
                        .build());
    }

    /** The group that the gateway's next version goes to; none where tasks are replaced in place. */
    Optional<AlternateTarget> other() {
        return Optional.ofNullable(other);
    }

    Cluster cluster() {
        return cluster;
    }

    ApplicationLoadBalancer balancer() {
        return balancer;
    }

    ApplicationTargetGroup gateway() {
        return gateway;
    }

    PrivateDnsNamespace namespace() {
        return namespace;
    }
}
