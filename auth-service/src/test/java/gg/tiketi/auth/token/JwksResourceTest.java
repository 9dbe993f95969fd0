package gg.tiketi.auth.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.auth.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;

@QuarkusTest
class JwksResourceTest {

    @Inject
    SigningKeys keys;

    @Test
    void anyoneCanVerifyATokenWithThePublishedKeys() throws Exception {
        // given
        Response answer = given().get("/.well-known/jwks.json");
        String token = People.register(People.freshEmail()).jsonPath().getString("accessToken");

        // when
        JwtClaims claims = new JwtConsumerBuilder()
                .setVerificationKeyResolver(
                        new JwksVerificationKeyResolver(new JsonWebKeySet(answer.asString()).getJsonWebKeys()))
                .setExpectedIssuer("https://tiketi.gg")
                .setExpectedAudience("tiketi")
                .setExpectedType(true, "at+jwt")
                .setRequireExpirationTime()
                .build()
                .processToClaims(token);

        // then
        assertThat(claims.getStringListClaimValue("groups")).containsExactly("user");
        assertThat(claims.getClaimNames())
                .containsExactlyInAnyOrder(
                        "iss", "aud", "sub", "groups", "sid", "amr", "email_verified", "jti", "iat", "exp");
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isLessThanOrEqualTo(600);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setCompactSerialization(token);
        assertThat(signature.getKeyIdHeaderValue()).isEqualTo(keys.signer().keyId());
    }

    @Test
    void onlyPublicHalvesArePublishedAndMayBeCachedForAMinute() {
        // when
        Response answer = given().get("/.well-known/jwks.json");

        // then
        answer.then().statusCode(200).header("Cache-Control", "public, max-age=60");
        List<java.util.Map<String, Object>> published = answer.jsonPath().getList("keys");
        assertThat(published).hasSize(1);
        assertThat(published.getFirst()).containsOnlyKeys("kty", "use", "alg", "kid", "n", "e");
    }

    @Test
    void theDiscoveryDocumentNamesTheIssuerOfTheTokensAndTheirKeys() {
        // when
        Response answer = given().get("/.well-known/openid-configuration");

        // then
        answer.then().statusCode(200).header("Cache-Control", "public, max-age=3600");
        assertThat(answer.jsonPath().getString("issuer")).isEqualTo("https://tiketi.gg");
        assertThat(answer.jsonPath().getString("jwks_uri")).isEqualTo("https://tiketi.gg/.well-known/jwks.json");
        assertThat(answer.jsonPath().getList("id_token_signing_alg_values_supported"))
                .containsExactly("RS256");
    }

    @Test
    void readingTheFolderAgainKeepsTheKeys() {
        // given
        String before = keys.signer().keyId();

        // when
        keys.reload();

        // then
        assertThat(keys.signer().keyId()).isEqualTo(before);
        assertThat(keys.isReady()).isTrue();
    }
}
