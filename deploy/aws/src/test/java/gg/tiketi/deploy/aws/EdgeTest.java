package gg.tiketi.deploy.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.deploy.aws.Synthesis.Resource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeTest {

    private static final String NO_CACHE = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

    private static JsonNode config(String name, String alias) {
        return Synthesis.of(name).all("AWS::CloudFront::Distribution").stream()
                .map(distribution -> distribution.at("/DistributionConfig"))
                .filter(config -> config.path("Aliases").toString().contains("\"" + alias + "\""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theBucketOfThePageKeepsVersionsFor30Days() {
        Resource page = Synthesis.of("plan").one("AWS::S3::Bucket", "/BucketName", "tiketi-frontend-prod");

        assertThat(page.text("/VersioningConfiguration/Status")).isEqualTo("Enabled");
        assertThat(page.at("/LifecycleConfiguration/Rules/0/NoncurrentVersionExpiration/NoncurrentDays")
                        .asInt())
                .isEqualTo(30);
        assertThat(page.at("/WebsiteConfiguration").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"plan,2,http2", "prod,1,http2and3", "dev,1,http2and3"})
    void distributionsAreEverywhereBehindTheFirewallAndSpeakTheVersionSet(String name, int count, String version) {
        assertThat(Synthesis.of(name).all("AWS::CloudFront::Distribution"))
                .hasSize(count)
                .allSatisfy(distribution -> {
                    JsonNode config = distribution.at("/DistributionConfig");
                    assertThat(config.path("HttpVersion").asText()).isEqualTo(version);
                    assertThat(config.path("PriceClass").asText()).isEqualTo("PriceClass_All");
                    assertThat(config.at("/WebACLId/Ref").asText()).isEqualTo("WebAclArn");
                    assertThat(config.at("/ViewerCertificate/MinimumProtocolVersion")
                                    .asText())
                            .isEqualTo("TLSv1.2_2021");
                    assertThat(config.at("/Logging/Bucket").isMissingNode()).isFalse();
                });
    }

    @ParameterizedTest
    @CsvSource({"Html,300", "Code,31536000", "Images,604800", "Default,86400"})
    void filesAreKeptAsLongAsTheirKindAllows(String id, long seconds) {
        Resource policy = Synthesis.of("plan")
                .one("AWS::CloudFront::CachePolicy", "/CachePolicyConfig/Name", "tiketi-cache-" + id + "-prod");

        assertThat(policy.at("/CachePolicyConfig/DefaultTTL").asLong()).isEqualTo(seconds);
        assertThat(policy.at("/CachePolicyConfig/ParametersInCacheKeyAndForwardedToOrigin/EnableAcceptEncodingBrotli")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/assets/*", "/static/*"})
    void filesWhoseNamesTellTheirContentAreKeptForAYear(String path) {
        String policy = Synthesis.of("prod")
                .one("AWS::CloudFront::CachePolicy", "/CachePolicyConfig/Name", "tiketi-cache-Code-prod")
                .id();

        assertThat(config("prod", "tiketi.gg").path("CacheBehaviors"))
                .filteredOn(behaviour -> behaviour.path("PathPattern").asText().equals(path))
                .singleElement()
                .satisfies(behaviour ->
                        assertThat(behaviour.at("/CachePolicyId/Ref").asText()).isEqualTo(policy));
    }

    @Test
    void onlyPublicReadsOfTheApiAreKeptAtTheEdge() {
        List<String> kept = new ArrayList<>();
        List<String> passed = new ArrayList<>();
        for (JsonNode behaviour : config("prod", "tiketi.gg").path("CacheBehaviors")) {
            String path = behaviour.path("PathPattern").asText();
            if (path.startsWith("/static") || path.startsWith("/assets") || path.startsWith("*")) {
                continue;
            }
            if (behaviour.path("CachePolicyId").asText().equals(NO_CACHE)) {
                passed.add(path);
            } else {
                kept.add(path);
                assertThat(behaviour.path("AllowedMethods").toString()).doesNotContain("POST");
            }
        }

        assertThat(kept)
                .containsExactly(
                        "/api/events/*/seat-map",
                        "/api/events/*",
                        "/api/events",
                        "/api/news",
                        "/api/news/*",
                        "/.well-known/jwks.json");
        assertThat(passed).containsExactly("/api/events/*/*", "/api/*", "/ws/*", "/openapi.json", "/api-docs*");
    }

    /** The first pattern that fits wins: seats and reservations must be met before the event itself. */
    @ParameterizedTest
    @CsvSource({
        "/api/events/1/seat-map,true", "/api/events/1,true", "/api/events,true", "/api/events/1/seats,false",
        "/api/events/1/reservations,false", "/api/reservations/1,false", "/api/auth/login,false", "/ws/events/1,false"
    })
    void everyPathMeetsTheBehaviourMeantForIt(String path, boolean kept) {
        for (JsonNode behaviour : config("prod", "tiketi.gg").path("CacheBehaviors")) {
            String pattern =
                    behaviour.path("PathPattern").asText().replace(".", "\\.").replace("*", ".*");
            if (path.matches(pattern)) {
                assertThat(behaviour.path("CachePolicyId").asText().equals(NO_CACHE))
                        .isEqualTo(!kept);
                return;
            }
        }
        throw new AssertionError("no behaviour for " + path);
    }

    @Test
    void noHeaderOrCookieOfABuyerReachesTheOriginOfWhatIsKept() {
        JsonNode parameters = Synthesis.of("prod")
                .one("AWS::CloudFront::CachePolicy", "/CachePolicyConfig/Name", "tiketi-cache-PublicReads-prod")
                .at("/CachePolicyConfig/ParametersInCacheKeyAndForwardedToOrigin");

        assertThat(parameters.at("/HeadersConfig/HeaderBehavior").asText()).isEqualTo("none");
        assertThat(parameters.at("/CookiesConfig/CookieBehavior").asText()).isEqualTo("none");
    }

    @Test
    void ourOriginsAreABucketWithAccessControlAndAVpcOrigin() {
        Set<String> origins = new TreeSet<>();
        for (JsonNode origin : config("prod", "tiketi.gg").path("Origins")) {
            origins.add(
                    origin.has("VpcOriginConfig") ? "vpc" : origin.has("OriginAccessControlId") ? "bucket" : "public");
        }

        assertThat(origins).containsExactly("bucket", "vpc");
        Resource origin = Synthesis.of("prod").one("edge", "AWS::CloudFront::VpcOrigin");
        assertThat(origin.text("/VpcOriginEndpointConfig/OriginProtocolPolicy")).isEqualTo("https-only");
    }

    @Test
    void aWaitingPageStandsInForAnOriginThatIsDown() {
        assertThat(config("prod", "tiketi.gg").path("CustomErrorResponses"))
                .hasSize(2)
                .allSatisfy(response -> {
                    assertThat(response.path("ErrorCode").asInt()).isIn(502, 504);
                    assertThat(response.path("ResponsePagePath").asText()).isEqualTo("/waiting.html");
                    assertThat(response.path("ResponseCode").asInt()).isEqualTo(503);
                });
    }

    @Test
    void answersCarryTheHeadersOfSafety() {
        JsonNode headers = Synthesis.of("prod")
                .one("edge", "AWS::CloudFront::ResponseHeadersPolicy")
                .at("/ResponseHeadersPolicyConfig/SecurityHeadersConfig");

        assertThat(headers.at("/StrictTransportSecurity/AccessControlMaxAgeSec").asInt())
                .isEqualTo(31_536_000);
        assertThat(headers.at("/FrameOptions/FrameOption").asText()).isEqualTo("DENY");
        assertThat(headers.at("/ContentTypeOptions/Override").asBoolean()).isTrue();
    }

    @Test
    void theFirewallKnowsAttacksAndCountsRequests() {
        Resource firewall = Synthesis.of("prod").one("global", "AWS::WAFv2::WebACL");

        assertThat(firewall.text("/Scope")).isEqualTo("CLOUDFRONT");
        assertThat(firewall.at("/Rules")).hasSize(4);
        assertThat(firewall.at("/Rules/3/Statement/RateBasedStatement/Limit").asInt())
                .isEqualTo(2000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"global", "cluster"})
    void bothRegionsHaveACertificateOfTheDomainAndItsNames(String stack) {
        Resource certificate = Synthesis.of("plan").one(stack, "AWS::CertificateManager::Certificate");

        assertThat(certificate.text("/DomainName")).isEqualTo("*.tiketi.gg");
        assertThat(certificate.text("/SubjectAlternativeNames/0")).isEqualTo("tiketi.gg");
    }

    @ParameterizedTest
    @CsvSource({
        "plan,alb.tiketi.gg. api.tiketi.gg. tiketi.gg. www.tiketi.gg.",
        "prod,api.tiketi.gg. tiketi.gg. www.tiketi.gg."
    })
    void namesLeadToTheEdge(String name, String names) {
        Synthesis synthesis = Synthesis.of(name);
        Set<String> records = new TreeSet<>();
        synthesis.all("dns", "AWS::Route53::RecordSet").forEach(record -> records.add(record.text("/Name")));

        assertThat(String.join(" ", records)).isEqualTo(names);
        assertThat(synthesis.one("global", "AWS::Route53::HostedZone").text("/Name"))
                .isEqualTo("tiketi.gg.");
    }

    /** The function runs at the edge; here Node runs its text from the template. */
    @ParameterizedTest
    @CsvSource({
        "/,/index.html",
        "/events/0198c8a0,/index.html",
        "/events/0198c8a0/seats/,/index.html",
        "/my.folder/reservations,/index.html",
        "/index.html,/index.html",
        "/favicon.svg,/favicon.svg",
        "/assets/app-1a2b.js,/assets/app-1a2b.js",
        "/missing.js,/missing.js"
    })
    void routesOfThePageAreServedByOneFileAndFilesByThemselves(String asked, String served) throws Exception {
        String function = Synthesis.of("prod")
                .one("edge", "AWS::CloudFront::Function")
                .at("/FunctionCode")
                .asText();
        Process node = new ProcessBuilder(
                        "node",
                        "-e",
                        function + ";console.log(handler({request: {uri: process.argv[1], headers: {}}}).uri)",
                        asked)
                .redirectErrorStream(true)
                .start();

        assertThat(new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo(served);
        assertThat(node.waitFor()).isZero();
    }
}
