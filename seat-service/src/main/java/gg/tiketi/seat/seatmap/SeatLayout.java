package gg.tiketi.seat.seatmap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A seating plan unrolled into positions: seats in plan order first, then the places of standing sections, which have
 * internal numbers and are never shown one by one.
 */
public final class SeatLayout {

    private final List<Place> places;
    private final int seated;
    private final Map<String, Integer> positionByLabel;
    private final List<StandingArea> standing;

    /**
     * One sellable place.
     *
     * @param label the seat's label, or an internal one in a standing section
     * @param section its section
     * @param priceTier its tier
     */
    public record Place(String label, String section, String priceTier) {}

    /**
     * The positions of a standing section.
     *
     * @param section its name
     * @param from first position
     * @param to one past the last
     */
    public record StandingArea(String section, int from, int to) {}

    private SeatLayout(
            List<Place> places, int seated, Map<String, Integer> positionByLabel, List<StandingArea> standing) {
        this.places = places;
        this.seated = seated;
        this.positionByLabel = positionByLabel;
        this.standing = standing;
    }

    /** Unrolls a plan. */
    public static SeatLayout of(SeatingPlan plan) {
        List<Place> places = new ArrayList<>();
        Map<String, Integer> positions = new HashMap<>();
        for (SeatingPlan.Section section : plan.sections()) {
            for (SeatingPlan.Row row : section.rows()) {
                for (SeatingPlan.Seat seat : row.seats()) {
                    positions.put(seat.label(), places.size());
                    places.add(new Place(seat.label(), section.name(), section.priceTier()));
                }
            }
        }
        int seated = places.size();
        List<StandingArea> standing = new ArrayList<>();
        for (SeatingPlan.Section section : plan.sections()) {
            if (section.standing() != null) {
                int from = places.size();
                for (int number = 1; number <= section.standing().capacity(); number++) {
                    places.add(new Place(section.name() + "-*-" + number, section.name(), section.priceTier()));
                }
                standing.add(new StandingArea(section.name(), from, places.size()));
            }
        }
        return new SeatLayout(List.copyOf(places), seated, Map.copyOf(positions), List.copyOf(standing));
    }

    /** The position of a seat by label; empty for unknown labels and for standing places. */
    public OptionalInt position(String label) {
        Integer position = positionByLabel.get(label);
        return position == null ? OptionalInt.empty() : OptionalInt.of(position);
    }

    /** The place at a position. */
    public Place place(int position) {
        return places.get(position);
    }

    /** All places in order of position. */
    public List<Place> places() {
        return places;
    }

    /** How many positions are seats shown on the map; standing places follow them. */
    public int seated() {
        return seated;
    }

    /** How many places there are. */
    public int size() {
        return places.size();
    }

    /** The standing sections. */
    public List<StandingArea> standing() {
        return standing;
    }
}
