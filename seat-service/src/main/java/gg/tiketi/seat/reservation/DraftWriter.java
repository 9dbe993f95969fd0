package gg.tiketi.seat.reservation;

import com.github.f4b6a3.uuid.UuidCreator;
import gg.tiketi.seat.seatmap.LocalizedText;
import gg.tiketi.seat.seatmap.SeatLayout;
import gg.tiketi.seat.seatmap.SellableEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Writes down what a reservation would be: the event and the seats with their prices as they are now. */
@ApplicationScoped
public class DraftWriter {

    private final ReservationNumbers numbers;

    DraftWriter(ReservationNumbers numbers) {
        this.numbers = numbers;
    }

    /**
     * A draft.
     *
     * @param seats positions to take
     * @param pick 0 for all of them, else any so many; they are of one section then
     */
    public ReservationRepository.Draft write(SellableEvent event, List<Integer> seats, int pick) {
        JsonArray booked = new JsonArray();
        int amount = 0;
        for (int seat : pick > 0 ? seats.subList(0, pick) : seats) {
            booked.add(seat(event, seat));
            amount = Math.addExact(amount, event.price(seat));
        }
        JsonObject document = new JsonObject()
                .put(
                        "event",
                        new JsonObject()
                                .put("id", event.id().toString())
                                .put("title", text(event.title()))
                                .put("venue", text(event.venue()))
                                .put("startsAt", event.startsAt().toString()))
                .put("seats", booked);
        return new ReservationRepository.Draft(
                new ReservationId(UuidCreator.getTimeOrderedEpoch()), numbers.number(), seats, pick, amount, document);
    }

    /** A standing place is as good as any other of its section, so it is called by the section's name. */
    private static JsonObject seat(SellableEvent event, int seat) {
        SeatLayout.Place place = event.layout().place(seat);
        boolean seated = seat < event.layout().seated();
        return new JsonObject()
                .put("label", seated ? place.label() : place.section())
                .put("section", place.section())
                .put("priceTier", place.priceTier())
                .put("price", event.price(seat));
    }

    private static JsonObject text(LocalizedText text) {
        return new JsonObject().put("ko", text.ko()).put("en", text.en());
    }
}
