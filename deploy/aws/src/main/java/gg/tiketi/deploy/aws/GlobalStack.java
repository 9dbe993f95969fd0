package gg.tiketi.deploy.aws;

import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.CertificateValidation;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.route53.PublicHostedZone;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration;
import software.amazon.awscdk.services.wafv2.CfnWebACL;

/**
 * What CloudFront wants in us-east-1: its certificate and its firewall; and the hosted zone, which belongs to no region.
 * Its outputs are parameters of stacks in the region.
 */
final class GlobalStack extends PlatformStack {

    GlobalStack(App app, Environment environment) {
        super(app, environment, "global", Environment.GLOBAL_REGION);
        PublicHostedZone zone = PublicHostedZone.Builder.create(this, "Zone")
                .zoneName(environment.domain())
                .comment("Tiketi")
                .build();
        Certificate certificate = Certificate.Builder.create(this, "Certificate")
                .domainName("*." + environment.domain())
                .subjectAlternativeNames(List.of(environment.domain()))
                .validation(CertificateValidation.fromDns(zone))
                .build();
        CfnWebACL firewall = makeFirewall(environment);
        LogGroup logs = LogGroup.Builder.create(this, "FirewallLogs")
                .logGroupName("aws-waf-logs-" + environment.named("edge"))
                .retention(Retention.of(environment))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        CfnLoggingConfiguration.Builder.create(this, "FirewallLogging")
                .resourceArn(firewall.getAttrArn())
                .logDestinationConfigs(List.of("arn:aws:logs:%s:%s:log-group:%s"
                        .formatted(
                                Environment.GLOBAL_REGION,
                                environment.account(),
                                "aws-waf-logs-" + environment.named("edge"))))
                .redactedFields(List.of(CfnLoggingConfiguration.FieldToMatchProperty.builder()
                        .singleHeader(java.util.Map.of("Name", "authorization"))
                        .build()))
                .build()
                .getNode()
                .addDependency(logs);
        output("HostedZoneId", zone.getHostedZoneId());
        output("CertificateArn", certificate.getCertificateArn());
        output("WebAclArn", firewall.getAttrArn());
    }

    private void output(String name, String value) {
        CfnOutput.Builder.create(this, name).value(value).build();
    }

    /** Known attacks, bad addresses, and more requests from one address than a person makes. */
    private CfnWebACL makeFirewall(Environment environment) {
        return CfnWebACL.Builder.create(this, "Firewall")
                .name(environment.named("edge"))
                .scope("CLOUDFRONT")
                .defaultAction(CfnWebACL.DefaultActionProperty.builder()
                        .allow(CfnWebACL.AllowActionProperty.builder().build())
                        .build())
                .visibilityConfig(visible("edge"))
                .rules(List.of(
                        managed(1, "AWSManagedRulesAmazonIpReputationList"),
                        managed(2, "AWSManagedRulesCommonRuleSet"),
                        managed(3, "AWSManagedRulesKnownBadInputsRuleSet"),
                        rate(4, environment.edge().requestsPer5Minutes())))
                .build();
    }

    private static CfnWebACL.RuleProperty managed(int priority, String name) {
        return CfnWebACL.RuleProperty.builder()
                .name(name)
                .priority(priority)
                .overrideAction(CfnWebACL.OverrideActionProperty.builder()
                        .none(java.util.Map.of())
                        .build())
                .statement(CfnWebACL.StatementProperty.builder()
                        .managedRuleGroupStatement(CfnWebACL.ManagedRuleGroupStatementProperty.builder()
                                .vendorName("AWS")
                                .name(name)
                                .build())
                        .build())
                .visibilityConfig(visible(name))
                .build();
    }

    private static CfnWebACL.RuleProperty rate(int priority, int limit) {
        return CfnWebACL.RuleProperty.builder()
                .name("TooManyRequests")
                .priority(priority)
                .action(CfnWebACL.RuleActionProperty.builder()
                        .block(CfnWebACL.BlockActionProperty.builder()
                                .customResponse(CfnWebACL.CustomResponseProperty.builder()
                                        .responseCode(429)
                                        .build())
                                .build())
                        .build())
                .statement(CfnWebACL.StatementProperty.builder()
                        .rateBasedStatement(CfnWebACL.RateBasedStatementProperty.builder()
                                .limit(limit)
                                .aggregateKeyType("IP")
                                .build())
                        .build())
                .visibilityConfig(visible("TooManyRequests"))
                .build();
    }

    private static CfnWebACL.VisibilityConfigProperty visible(String metric) {
        return CfnWebACL.VisibilityConfigProperty.builder()
                .cloudWatchMetricsEnabled(true)
                .sampledRequestsEnabled(true)
                .metricName(metric)
                .build();
    }
}
