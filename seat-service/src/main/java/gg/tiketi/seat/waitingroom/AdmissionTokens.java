package gg.tiketi.seat.waitingroom;

import gg.tiketi.seat.seatmap.EventId;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The signed name of an admission: its id and a signature over id, event and account, so that it is worth nothing in
 * anybody else's hands or for another event. Whether the admission is alive, only its row tells.
 */
@ApplicationScoped
public class AdmissionTokens {

    /** The request header that carries it. */
    public static final String HEADER = "Tiketi-Admission";

    private static final String USE = "admission";
    private static final int ID_BYTES = 16;
    private static final int BYTES = 32;
    private static final int LETTERS = 43;

    private final Secrets secrets;

    AdmissionTokens(Secrets secrets) {
        this.secrets = secrets;
    }

    /** The token of an admission: 43 letters of base64url. */
    String token(UUID admission, EventId event, UUID account) {
        byte[] signed = signed(admission, event, account);
        byte[] token = Arrays.copyOf(signed, BYTES);
        System.arraycopy(secrets.sign(USE, signed), 0, token, ID_BYTES, BYTES - ID_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /**
     * The admission that a caller's token names for an event; empty without a token and for one that is not ours, or of
     * another account or event.
     */
    public Optional<UUID> read(@Nullable String token, EventId event, UUID account) {
        if (token == null || token.length() != LETTERS) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        ByteBuffer id = ByteBuffer.wrap(bytes);
        UUID admission = new UUID(id.getLong(), id.getLong());
        return secrets.isSigned(USE, signed(admission, event, account), Arrays.copyOfRange(bytes, ID_BYTES, BYTES))
                ? Optional.of(admission)
                : Optional.empty();
    }

    private static byte[] signed(UUID admission, EventId event, UUID account) {
        ByteBuffer signed = ByteBuffer.allocate(3 * ID_BYTES);
        for (UUID id : new UUID[] {admission, event.value(), account}) {
            signed.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        }
        return signed.array();
    }
}
