package gg.tiketi.seat.waitingroom;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with somebody in a waiting room.
 *
 * @param state OPEN: no admission is asked for. LOBBY: it opens later. WAITING: in line. ADMITTED: may reserve
 * @param joined whether the caller has a place; without one the others but {@code OPEN} say what the room does
 * @param place the rank in line, 1 and up; not before the draw
 * @param ahead people in front
 * @param estimate seconds until admission, as a range; not while nobody is admitted
 * @param admissionToken what the header Tiketi-Admission carries
 * @param admissionExpiresAt when it ends, unless buying renews it
 * @param draw what is needed to check one's own place
 * @param receipt the signed receipt, when the place was just given
 * @param challenge what has to be answered to join: NONE or PROOF_OF_WORK
 * @param lobbyOpensAt when people may gather
 * @param opensAt when the line begins to move
 * @param paused whether nobody is admitted for the moment
 * @param serverTime now
 * @param pollAfterSeconds when to ask again, 5 to 60; who does not is gone after three times that long, and 45 s at least
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "WaitingStatus")
public record WaitingStatus(
        State state,
        boolean joined,
        @Nullable Integer place,
        @Nullable Integer ahead,
        @Nullable Estimate estimate,
        @Nullable String admissionToken,
        @Nullable Instant admissionExpiresAt,
        @Nullable DrawView draw,
        Receipts.@Nullable Receipt receipt,
        @Nullable String challenge,
        @Nullable Instant lobbyOpensAt,
        @Nullable Instant opensAt,
        @Nullable Boolean paused,
        Instant serverTime,
        int pollAfterSeconds) {

    /** Where somebody is. */
    public enum State {
        /** No admission is asked for. */
        OPEN,
        /** The draw is to come. */
        LOBBY,
        /** In line. */
        WAITING,
        /** May reserve. */
        ADMITTED
    }

    /**
     * The owner's part of the draw.
     *
     * @param generation of the room
     * @param number the place's number in the order of joining
     * @param placeId in hex: SHA-256 of the account's id and the salt
     * @param salt in hex
     */
    @RegisterForReflection
    @Schema(name = "WaitingDrawPart")
    public record DrawView(int generation, int number, String placeId, String salt) {}

    WaitingStatus withReceipt(Receipts.@Nullable Receipt given) {
        return new WaitingStatus(
                state,
                joined,
                place,
                ahead,
                estimate,
                admissionToken,
                admissionExpiresAt,
                draw,
                given,
                challenge,
                lobbyOpensAt,
                opensAt,
                paused,
                serverTime,
                pollAfterSeconds);
    }
}
