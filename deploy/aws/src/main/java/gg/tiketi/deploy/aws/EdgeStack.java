package gg.tiketi.deploy.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.ICertificate;
import software.amazon.awscdk.services.cloudfront.AllowedMethods;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.CacheCookieBehavior;
import software.amazon.awscdk.services.cloudfront.CacheHeaderBehavior;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.CacheQueryStringBehavior;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.ErrorResponse;
import software.amazon.awscdk.services.cloudfront.Function;
import software.amazon.awscdk.services.cloudfront.FunctionAssociation;
import software.amazon.awscdk.services.cloudfront.FunctionCode;
import software.amazon.awscdk.services.cloudfront.FunctionEventType;
import software.amazon.awscdk.services.cloudfront.FunctionRuntime;
import software.amazon.awscdk.services.cloudfront.HeadersFrameOption;
import software.amazon.awscdk.services.cloudfront.HeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.HttpVersion;
import software.amazon.awscdk.services.cloudfront.ICachePolicy;
import software.amazon.awscdk.services.cloudfront.IOrigin;
import software.amazon.awscdk.services.cloudfront.OriginProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.OriginRequestPolicy;
import software.amazon.awscdk.services.cloudfront.PriceClass;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersContentTypeOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersFrameOptions;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersReferrerPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersStrictTransportSecurity;
import software.amazon.awscdk.services.cloudfront.ResponseSecurityHeadersBehavior;
import software.amazon.awscdk.services.cloudfront.SSLMethod;
import software.amazon.awscdk.services.cloudfront.SecurityPolicyProtocol;
import software.amazon.awscdk.services.cloudfront.ViewerProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.origins.HttpOrigin;
import software.amazon.awscdk.services.cloudfront.origins.S3BucketOrigin;
import software.amazon.awscdk.services.cloudfront.origins.VpcOrigin;
import software.amazon.awscdk.services.cloudfront.origins.VpcOriginWithEndpointProps;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;

/**
 * The page from S3 and the API from the load balancer, behind CloudFront and its firewall. Only public reads are kept at
 * the edge, and never longer than their answers say; everything that names a person or a seat's state goes through.
 */
final class EdgeStack extends PlatformStack {

    static final String WAITING_PAGE = "/waiting.html";
    private static final Duration HTML = Duration.minutes(5);
    private static final Duration CODE = Duration.days(365);
    private static final Duration IMAGES = Duration.days(7);
    private static final Duration DEFAULT = Duration.seconds(86_400);
    /** Origin down: ask it again after this long. */
    private static final Duration ERROR = Duration.seconds(5);

    /** Paths that everybody reads alike. What they say about caching, at most a minute, is obeyed. */
    static final List<String> CACHED = List.of(
            "/api/events/*/seat-map",
            "/api/events/*",
            "/api/events",
            "/api/news",
            "/api/news/*",
            "/.well-known/jwks.json");

    /** Seats, reservations and whatever else belongs to an event goes through, before the event itself is matched. */
    static final String OF_AN_EVENT = "/api/events/*/*";

    /** The other paths of the gateway. */
    static final List<String> PASSED = List.of("/api/*", "/ws/*", "/openapi.json", "/api-docs*");

    private final Environment environment;
    private final ClusterStack cluster;
    private final Bucket logs;
    private final Bucket page;
    private final ICertificate certificate;
    private final String firewall;
    private final ResponseHeadersPolicy headers;
    private final Distribution front;
    private final Distribution api;

    EdgeStack(App app, Environment environment, ClusterStack cluster) {
        super(app, environment, "edge");
        this.environment = environment;
        this.cluster = cluster;
        certificate = Certificate.fromCertificateArn(this, "Certificate", parameter("CertificateArn"));
        firewall = parameter("WebAclArn");
        logs = bucket("Logs", environment.named("edge-logs") + "-" + environment.account())
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_PREFERRED)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .expiration(Duration.days(environment.watch().logDays()))
                        .build()))
                .build();
        page = bucket("Page", environment.named("frontend"))
                .versioned(true)
                .serverAccessLogsBucket(logs)
                .serverAccessLogsPrefix("page/")
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .noncurrentVersionExpiration(Duration.days(30))
                        .build()))
                .build();
        headers = makeHeaders();
        boolean together = environment.edge().distributions() == 1;
        front = makeFront(together);
        api = together ? front : makeApi();
    }

    private String parameter(String name) {
        return CfnParameter.Builder.create(this, name)
                .type("String")
                .description("Output " + name + " of stack " + environment.stack("global"))
                .build()
                .getValueAsString();
    }

    private Bucket.Builder bucket(String id, String name) {
        return Bucket.Builder.create(this, id)
                .bucketName(name)
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .removalPolicy(RemovalPolicy.RETAIN);
    }

    private Distribution makeFront(boolean withApi) {
        IOrigin files = S3BucketOrigin.withOriginAccessControl(page);
        Map<String, BehaviorOptions> behaviours = new LinkedHashMap<>();
        if (withApi) {
            addApi(behaviours, origin());
        }
        behaviours.put("/static/media/*", files(files, "Images", IMAGES, IMAGES, false));
        BehaviorOptions code = files(files, "Code", CODE, CODE, false);
        // What the page's build makes lies in assets, under names that tell the content; static is the first design's.
        behaviours.put("/assets/*", code);
        behaviours.put("/static/*", code);
        behaviours.put("*.html", files(files, "Html", HTML, HTML, false));
        return distribution("Front", "The page")
                .domainNames(List.of(environment.domain(), "www." + environment.domain()))
                .defaultRootObject("index.html")
                .defaultBehavior(files(files, "Default", DEFAULT, CODE, true))
                .additionalBehaviors(behaviours)
                .errorResponses(withApi ? waitingPages() : List.of())
                .build();
    }

    private Distribution makeApi() {
        Map<String, BehaviorOptions> behaviours = new LinkedHashMap<>();
        IOrigin origin = origin();
        addApi(behaviours, origin);
        return distribution("Api", "The API")
                .domainNames(List.of("api." + environment.domain()))
                .defaultBehavior(passed(origin))
                .additionalBehaviors(behaviours)
                .build();
    }

    private Distribution.Builder distribution(String id, String comment) {
        return Distribution.Builder.create(this, id)
                .comment(environment.named(comment))
                .certificate(certificate)
                .minimumProtocolVersion(SecurityPolicyProtocol.TLS_V1_2_2021)
                .sslSupportMethod(SSLMethod.SNI)
                .httpVersion(environment.edge().http3() ? HttpVersion.HTTP2_AND_3 : HttpVersion.HTTP2)
                .priceClass(PriceClass.PRICE_CLASS_ALL)
                .webAclId(firewall)
                .enableLogging(true)
                .logBucket(logs)
                .logFilePrefix(id.toLowerCase(java.util.Locale.ROOT) + "/");
    }

    /**
     * The load balancer: through a VPC origin where it is internal, else by its own public name. Its certificate must
     * match the origin's name or the Host header, so the Host header is always passed on to the internal one.
     */
    private IOrigin origin() {
        if (environment.balancer().internal()) {
            return VpcOrigin.withApplicationLoadBalancer(
                    cluster.balancer(),
                    VpcOriginWithEndpointProps.builder()
                            .vpcOriginName(environment.named("alb"))
                            .protocolPolicy(OriginProtocolPolicy.HTTPS_ONLY)
                            .httpsPort(NetworkStack.HTTPS)
                            .readTimeout(Duration.seconds(30))
                            .keepaliveTimeout(Duration.seconds(60))
                            .build());
        }
        return HttpOrigin.Builder.create("alb." + environment.domain())
                .protocolPolicy(OriginProtocolPolicy.HTTPS_ONLY)
                .readTimeout(Duration.seconds(30))
                .build();
    }

    private void addApi(Map<String, BehaviorOptions> behaviours, IOrigin origin) {
        if (environment.edge().apiCache()) {
            ICachePolicy asTold = policy("PublicReads", Duration.seconds(0), Duration.minutes(1));
            for (String path : CACHED) {
                behaviours.put(path, reads(origin, asTold));
                if (path.equals("/api/events/*/seat-map")) {
                    behaviours.put(OF_AN_EVENT, passed(origin));
                }
            }
        }
        for (String path : PASSED) {
            behaviours.put(path, passed(origin));
        }
    }

    private BehaviorOptions reads(IOrigin origin, ICachePolicy policy) {
        return BehaviorOptions.builder()
                .origin(origin)
                .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
                .allowedMethods(AllowedMethods.ALLOW_GET_HEAD_OPTIONS)
                .cachePolicy(policy)
                // No other header of the buyer gets through, so no answer can be his own.
                .originRequestPolicy(OriginRequestPolicy.HOST_HEADER_ONLY)
                .responseHeadersPolicy(headers)
                .compress(true)
                .build();
    }

    private BehaviorOptions passed(IOrigin origin) {
        return BehaviorOptions.builder()
                .origin(origin)
                .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
                .allowedMethods(AllowedMethods.ALLOW_ALL)
                .cachePolicy(CachePolicy.CACHING_DISABLED)
                .originRequestPolicy(OriginRequestPolicy.ALL_VIEWER)
                .responseHeadersPolicy(headers)
                .compress(true)
                .build();
    }

    private BehaviorOptions files(IOrigin origin, String id, Duration ttl, Duration longest, boolean routes) {
        BehaviorOptions.Builder behaviour = BehaviorOptions.builder()
                .origin(origin)
                .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
                .cachePolicy(policy(id, ttl, longest))
                .responseHeadersPolicy(headers)
                .compress(true);
        if (routes) {
            behaviour.functionAssociations(List.of(FunctionAssociation.builder()
                    .eventType(FunctionEventType.VIEWER_REQUEST)
                    .function(routes())
                    .build()));
        }
        return behaviour.build();
    }

    /** A path without an extension is a route of the page, which one file serves. */
    private Function routes() {
        return Function.Builder.create(this, "Routes")
                .functionName(environment.named("routes"))
                .runtime(FunctionRuntime.JS_2_0)
                .code(FunctionCode.fromInline("""
                        function handler(event) {
                            var request = event.request;
                            if (request.uri.lastIndexOf('.') <= request.uri.lastIndexOf('/')) {
                                request.uri = '/index.html';
                            }
                            return request;
                        }
                        """))
                .build();
    }

    private CachePolicy policy(String id, Duration ttl, Duration longest) {
        return CachePolicy.Builder.create(this, "Cache-" + id)
                .cachePolicyName(environment.named("cache-" + id))
                .minTtl(Duration.seconds(0))
                .defaultTtl(ttl)
                .maxTtl(longest)
                .enableAcceptEncodingGzip(true)
                .enableAcceptEncodingBrotli(true)
                .headerBehavior(CacheHeaderBehavior.none())
                .cookieBehavior(CacheCookieBehavior.none())
                .queryStringBehavior(
                        id.equals("PublicReads") ? CacheQueryStringBehavior.all() : CacheQueryStringBehavior.none())
                .build();
    }

    private ResponseHeadersPolicy makeHeaders() {
        return ResponseHeadersPolicy.Builder.create(this, "Headers")
                .responseHeadersPolicyName(environment.named("headers"))
                .securityHeadersBehavior(ResponseSecurityHeadersBehavior.builder()
                        .strictTransportSecurity(ResponseHeadersStrictTransportSecurity.builder()
                                .accessControlMaxAge(Duration.days(365))
                                .includeSubdomains(true)
                                .override(true)
                                .build())
                        .contentTypeOptions(ResponseHeadersContentTypeOptions.builder()
                                .override(true)
                                .build())
                        .frameOptions(ResponseHeadersFrameOptions.builder()
                                .frameOption(HeadersFrameOption.DENY)
                                .override(true)
                                .build())
                        .referrerPolicy(ResponseHeadersReferrerPolicy.builder()
                                .referrerPolicy(HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN)
                                .override(true)
                                .build())
                        .build())
                .build();
    }

    /** CloudFront's own failures only: 503 is the services' word, whose problem document clients read. */
    private static List<ErrorResponse> waitingPages() {
        return List.of(502, 504).stream()
                .map(status -> ErrorResponse.builder()
                        .httpStatus(status)
                        .responseHttpStatus(503)
                        .responsePagePath(WAITING_PAGE)
                        .ttl(ERROR)
                        .build())
                .toList();
    }

    Bucket page() {
        return page;
    }

    Distribution front() {
        return front;
    }

    Distribution api() {
        return api;
    }
}
