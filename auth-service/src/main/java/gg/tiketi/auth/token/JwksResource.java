package gg.tiketi.auth.token;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;

/** The public halves of the signing keys, for everyone who checks access tokens. */
@Path("/.well-known/jwks.json")
@Tag(name = "Keys")
public class JwksResource {

    private final SigningKeys keys;

    JwksResource(SigningKeys keys) {
        this.keys = keys;
    }

    /** A JSON Web Key Set (RFC 7517). */
    @RegisterForReflection
    public record KeySet(List<Key> keys) {}

    /** One public RSA key. */
    @RegisterForReflection
    public record Key(
            @JsonProperty("kty") String type,
            String use,
            @JsonProperty("alg") String algorithm,
            @JsonProperty("kid") String keyId,
            @JsonProperty("n") String modulus,
            @JsonProperty("e") String exponent) {}

    /** Lists the keys. */
    @GET
    @NonBlocking
    @Produces(MediaType.APPLICATION_JSON)
    @ResponseHeader(name = "Cache-Control", value = "public, max-age=60")
    @Operation(summary = "Public keys of access tokens")
    public KeySet list() {
        return new KeySet(keys.published().stream().map(JwksResource::view).toList());
    }

    private static Key view(SigningKey key) {
        return new Key(
                "RSA",
                "sig",
                "RS256",
                key.keyId(),
                base64(key.publicKey().getModulus()),
                base64(key.publicKey().getPublicExponent()));
    }

    /** Unsigned big-endian, without the sign byte Java adds. */
    private static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] unsigned = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    }
}
