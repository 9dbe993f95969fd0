package gg.tiketi.auth.token;

import com.fasterxml.jackson.annotation.JsonProperty;
import gg.tiketi.defaults.token.TokenConfig;
import gg.tiketi.defaults.token.VerifiedTokens;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;

/**
 * Tells libraries that verify access tokens by issuer where the keys are (OpenID Connect Discovery 1.0). There is no
 * authorization endpoint: people sign in with Tiketi only, so no flow is offered.
 */
@Path("/.well-known/openid-configuration")
@Tag(name = "Keys")
public class DiscoveryResource {

    private final Discovery document;

    DiscoveryResource(TokenConfig token, SigningConfig config) {
        String base = config.publicUrl().orElse(token.issuer());
        this.document = new Discovery(
                token.issuer(),
                base + "/.well-known/jwks.json",
                List.of(),
                List.of("public"),
                List.of(VerifiedTokens.ALGORITHM),
                List.of("iss", "aud", "sub", "groups", "sid", "amr", "jti", "iat", "exp"));
    }

    /** What a verifier needs to know. */
    @RegisterForReflection
    public record Discovery(
            String issuer,
            @JsonProperty("jwks_uri") String keySet,
            @JsonProperty("response_types_supported") List<String> responseTypes,
            @JsonProperty("subject_types_supported") List<String> subjectTypes,

            @JsonProperty("id_token_signing_alg_values_supported")
            List<String> algorithms,

            @JsonProperty("claims_supported") List<String> claims) {}

    /** Shows it. */
    @GET
    @NonBlocking
    @Produces(MediaType.APPLICATION_JSON)
    @ResponseHeader(name = "Cache-Control", value = "public, max-age=3600")
    @Operation(summary = "Issuer and keys of access tokens")
    public Discovery show() {
        return document;
    }
}
