package gg.tiketi.deploy.aws;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.ec2.AclCidr;
import software.amazon.awscdk.services.ec2.AclTraffic;
import software.amazon.awscdk.services.ec2.CfnSubnet;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.IPeer;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IpAddresses;
import software.amazon.awscdk.services.ec2.NetworkAcl;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.TrafficDirection;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.logs.LogGroup;

/**
 * The VPC over two zones and every security group with every rule. The rules stand here alone, so that one look tells
 * who may talk to whom; other stacks take the groups as they are.
 */
final class NetworkStack extends PlatformStack {

    static final int POSTGRES = 5432;
    static final int REDIS = 6379;
    static final int HTTPS = 443;
    static final int OTLP = 4317;
    private static final String VPC_CIDR = "10.0.0.0/16";
    private static final List<String> PUBLIC = List.of("10.0.1.0/24", "10.0.2.0/24");
    private static final List<String> PRIVATE = List.of("10.0.11.0/24", "10.0.12.0/24");
    private static final List<String> ISOLATED = List.of("10.0.21.0/24", "10.0.22.0/24");

    private final Environment environment;
    private final Vpc vpc;
    private final SecurityGroup balancer;
    private final Map<Service, SecurityGroup> services = new EnumMap<>(Service.class);
    private final SecurityGroup collector;
    private final SecurityGroup setup;
    private final SecurityGroup rotation;
    private final SecurityGroup database;
    private final SecurityGroup cache;

    NetworkStack(App app, Environment environment) {
        super(app, environment, "network");
        this.environment = environment;
        this.vpc = makeVpc();
        balancer = group("alb", "Load balancer");
        for (Service service : Service.values()) {
            services.put(service, group(service.id(), "Tasks of " + service.family()));
        }
        collector = group("collector", "OpenTelemetry collector");
        setup = group("setup", "One-off task that makes roles and schemas");
        rotation = group("rotation", "Functions that rotate passwords");
        database = group("rds", "PostgreSQL");
        cache = group("redis", "Redis or Valkey");
        openTheDoor();
        connectServices();
        connectData();
        if (environment.network().acls()) {
            guardIsolatedSubnets();
        }
    }

    private Vpc makeVpc() {
        Vpc made = Vpc.Builder.create(this, "Vpc")
                .vpcName(environment.named("vpc"))
                .ipAddresses(IpAddresses.cidr(VPC_CIDR))
                .availabilityZones(environment.zones())
                .natGateways(environment.network().natGateways())
                .restrictDefaultSecurityGroup(false)
                .subnetConfiguration(List.of(
                        subnets("public", SubnetType.PUBLIC),
                        subnets("private", SubnetType.PRIVATE_WITH_EGRESS),
                        subnets("isolated", SubnetType.PRIVATE_ISOLATED)))
                .gatewayEndpoints(Map.of(
                        "S3",
                        GatewayVpcEndpointOptions.builder()
                                .service(GatewayVpcEndpointAwsService.S3)
                                .build()))
                .build();
        place(made.getPublicSubnets(), "public", PUBLIC);
        place(made.getPrivateSubnets(), "private", PRIVATE);
        place(made.getIsolatedSubnets(), "isolated", ISOLATED);
        Tags.of(made.getNode().findChild("IGW")).add("Name", "tiketi-igw");
        LogGroup flows = LogGroup.Builder.create(this, "FlowLogs")
                .logGroupName("/vpc/" + environment.named("flow"))
                .retention(Retention.of(environment))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        made.addFlowLog(
                "Flow",
                FlowLogOptions.builder()
                        .destination(FlowLogDestination.toCloudWatchLogs(flows))
                        .trafficType(FlowLogTrafficType.ALL)
                        .build());
        return made;
    }

    private static SubnetConfiguration subnets(String name, SubnetType type) {
        SubnetConfiguration.Builder subnets =
                SubnetConfiguration.builder().name(name).subnetType(type).cidrMask(24);
        return type == SubnetType.PUBLIC ? subnets.mapPublicIpOnLaunch(false).build() : subnets.build();
    }

    /** The L2 construct counts addresses on by itself; these are fixed instead. */
    private void place(List<ISubnet> subnets, String name, List<String> cidrs) {
        for (int i = 0; i < subnets.size(); i++) {
            ISubnet subnet = subnets.get(i);
            String zone = environment.zones().get(i);
            String letter = zone.substring(zone.length() - 1);
            ((CfnSubnet) subnet.getNode().getDefaultChild()).addPropertyOverride("CidrBlock", cidrs.get(i));
            Tags.of(subnet).add("Name", "tiketi-" + name + "-" + letter);
            if (subnet.getNode().tryFindChild("NATGateway") != null) {
                Tags.of(subnet.getNode().findChild("NATGateway")).add("Name", "tiketi-nat-" + letter);
            }
        }
    }

    private SecurityGroup group(String name, String description) {
        return SecurityGroup.Builder.create(this, "Group-" + name)
                .vpc(vpc)
                .securityGroupName(environment.named(name))
                .description(description)
                .allowAllOutbound(false)
                .build();
    }

    /** The only inbound rules that name addresses instead of groups. */
    private void openTheDoor() {
        if (environment.balancer().internal()) {
            IPeer cloudFront = Peer.prefixList(environment.edge().prefixList());
            balancer.addIngressRule(cloudFront, Port.tcp(HTTPS), "CloudFront, through its VPC origin");
        } else {
            balancer.addIngressRule(Peer.anyIpv4(), Port.tcp(80), "everybody, to be sent to HTTPS");
            balancer.addIngressRule(Peer.anyIpv4(), Port.tcp(HTTPS), "everybody");
        }
        allow(balancer, of(Service.GATEWAY), Service.GATEWAY.port(), "requests");
        allow(balancer, of(Service.GATEWAY), Service.GATEWAY.managementPort(), "health");
    }

    private void connectServices() {
        for (Service called : List.of(Service.AUTH, Service.EVENT, Service.SEAT)) {
            allow(of(Service.GATEWAY), of(called), called.port(), "requests");
        }
        allow(of(Service.EVENT), of(Service.AUTH), Service.AUTH.port(), "public keys");
        allow(of(Service.SEAT), of(Service.AUTH), Service.AUTH.port(), "public keys");
        allow(of(Service.SEAT), of(Service.EVENT), Service.EVENT.port(), "changes, plans, what is left");
        for (Service service : Service.values()) {
            allow(collector, of(service), service.managementPort(), "metrics");
            allow(of(service), collector, OTLP, "traces");
            allowInternet(of(service));
        }
        environment.mail().ifPresent(server -> of(Service.AUTH)
                .addEgressRule(Peer.anyIpv4(), Port.tcp(server.port()), "mails to " + server.host()));
        allowInternet(collector);
        allowInternet(setup);
        allowInternet(rotation);
    }

    private void connectData() {
        for (Service service : Service.values()) {
            if (service.hasData()) {
                allow(of(service), database, POSTGRES, service.family());
                allow(of(service), cache, REDIS, service.family());
            }
        }
        allow(setup, database, POSTGRES, "roles and schemas");
        allow(rotation, database, POSTGRES, "new passwords");
    }

    private static void allow(SecurityGroup from, SecurityGroup to, int port, String why) {
        to.addIngressRule(from, Port.tcp(port), why);
        from.addEgressRule(to, Port.tcp(port), why);
    }

    private static void allowInternet(SecurityGroup group) {
        group.addEgressRule(Peer.anyIpv4(), Port.tcp(HTTPS), "AWS APIs, images, secrets");
    }

    /** Isolated subnets talk with private ones only, whatever a security group may say one day. */
    private void guardIsolatedSubnets() {
        NetworkAcl acl = NetworkAcl.Builder.create(this, "IsolatedAcl")
                .vpc(vpc)
                .networkAclName(environment.named("isolated"))
                .subnetSelection(SubnetSelection.builder()
                        .subnetType(SubnetType.PRIVATE_ISOLATED)
                        .build())
                .build();
        int rule = 100;
        for (String cidr : PRIVATE) {
            entry(acl, rule, cidr, AclTraffic.tcpPort(POSTGRES), TrafficDirection.INGRESS);
            entry(acl, rule + 10, cidr, AclTraffic.tcpPort(REDIS), TrafficDirection.INGRESS);
            entry(acl, rule, cidr, AclTraffic.tcpPortRange(1024, 65535), TrafficDirection.EGRESS);
            rule += 100;
        }
        // Primaries and replicas among each other.
        for (String cidr : ISOLATED) {
            entry(acl, rule, cidr, AclTraffic.allTraffic(), TrafficDirection.INGRESS);
            entry(acl, rule, cidr, AclTraffic.allTraffic(), TrafficDirection.EGRESS);
            rule += 100;
        }
    }

    private static void entry(NetworkAcl acl, int rule, String cidr, AclTraffic traffic, TrafficDirection direction) {
        acl.addEntry(
                direction + "-" + rule,
                software.amazon.awscdk.services.ec2.CommonNetworkAclEntryOptions.builder()
                        .ruleNumber(rule)
                        .cidr(AclCidr.ipv4(cidr))
                        .traffic(traffic)
                        .direction(direction)
                        .build());
    }

    Vpc vpc() {
        return vpc;
    }

    SecurityGroup balancer() {
        return balancer;
    }

    SecurityGroup of(Service service) {
        SecurityGroup group = services.get(service);
        if (group == null) {
            throw new IllegalStateException("no group for " + service);
        }
        return group;
    }

    SecurityGroup collector() {
        return collector;
    }

    SecurityGroup setup() {
        return setup;
    }

    SecurityGroup rotation() {
        return rotation;
    }

    SecurityGroup database() {
        return database;
    }

    SecurityGroup cache() {
        return cache;
    }
}
