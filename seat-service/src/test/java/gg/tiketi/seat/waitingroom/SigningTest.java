package gg.tiketi.seat.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.seat.SeatServiceTest;
import gg.tiketi.seat.seatmap.EventId;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@SeatServiceTest
class SigningTest {

    @Inject
    AdmissionTokens tokens;

    @Inject
    Receipts receipts;

    @Inject
    Secrets secrets;

    @Inject
    WaitingRoomConfig config;

    private final EventId event = new EventId(UUID.randomUUID());
    private final UUID account = UUID.randomUUID();
    private final UUID admission = UUID.randomUUID();

    @Test
    void aTokenNamesItsAdmissionToItsOwnerForItsEventOnly() {
        // given
        String token = tokens.token(admission, event, account);

        // then
        assertThat(tokens.read(token, event, account)).contains(admission);
        assertThat(tokens.read(token, event, UUID.randomUUID())).isEmpty();
        assertThat(tokens.read(token, new EventId(UUID.randomUUID()), account)).isEmpty();
    }

    @Test
    void whatIsNotSignedIsNoToken() {
        assertThat(accepted(tokens)).isEmpty();
        assertThat(tokens.read(null, event, account)).isEmpty();
    }

    @Test
    void aServiceThatDoesNotLookAtSignaturesIsFound() {
        // given
        Secrets blind = new Secrets(config) {
            @Override
            boolean isSigned(String use, byte[] signed, byte[] signature) {
                return true;
            }
        };

        // then
        assertThat(accepted(new AdmissionTokens(blind))).contains("unsigned", "another account", "another event");
    }

    /** Which of the forgeries that anybody can make are taken for a token. */
    private List<String> accepted(AdmissionTokens tried) {
        byte[] unsigned = ByteBuffer.allocate(32)
                .putLong(admission.getMostSignificantBits())
                .putLong(admission.getLeastSignificantBits())
                .array();
        String genuine = tokens.token(admission, event, account);
        Map<String, String> forgeries = Map.of(
                "unsigned", Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned),
                "another account", tokens.token(admission, event, UUID.randomUUID()),
                "another event", tokens.token(admission, new EventId(UUID.randomUUID()), account),
                "another admission",
                        tokens.token(UUID.randomUUID(), event, account).substring(0, 22) + genuine.substring(22),
                "empty", "",
                "too short", genuine.substring(1),
                "too long", genuine + "A",
                "the bare id", admission.toString(),
                "no base64", "!".repeat(43));
        return forgeries.entrySet().stream()
                .filter(forgery ->
                        tried.read(forgery.getValue(), event, account).isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void everyReceiptOfABatchIsVerifiedByItself() throws Exception {
        for (int size : new int[] {1, 2, 3, 7, 200}) {
            // given
            List<Place> places = new ArrayList<>();
            for (int i = 1; i <= size; i++) {
                places.add(place(i));
            }

            // when
            List<Receipts.Receipt> signed = receipts.sign(event, places);

            // then
            for (int i = 0; i < size; i++) {
                assertThat(isGenuine(signed.get(i))).isTrue();
                assertThat(signed.get(i).text())
                        .contains("|" + (i + 1) + "|" + places.get(i).placeIdHex());
            }
            Receipts.Receipt last = signed.getLast();
            assertThat(isGenuine(new Receipts.Receipt(last.text() + "0", last.path(), last.signature())))
                    .isFalse();
        }
    }

    private boolean isGenuine(Receipts.Receipt receipt) throws Exception {
        byte[] hash = Sha256.of(new byte[] {0}, receipt.text().getBytes(StandardCharsets.UTF_8));
        for (String step : receipt.path()) {
            byte[] other = HexFormat.of().parseHex(step.substring(1));
            hash = step.startsWith("L")
                    ? Sha256.of(new byte[] {1}, other, hash)
                    : Sha256.of(new byte[] {1}, hash, other);
        }
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(secrets.publicKey())));
        signature.update(("tiketi-places|" + HexFormat.of().formatHex(hash)).getBytes(StandardCharsets.UTF_8));
        return signature.verify(Base64.getDecoder().decode(receipt.signature()));
    }

    private static Place place(int number) {
        byte[] salt = new byte[PlaceIds.SALT];
        UUID owner = UUID.randomUUID();
        return new Place(
                number,
                1,
                owner,
                PlaceIds.of(owner, salt),
                salt,
                Place.State.LOBBY,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }
}
