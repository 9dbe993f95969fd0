package gg.tiketi.seat.seatmap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A seating plan unrolled into positions: seats in plan order first, then the places of standing sections, which have
 * internal numbers and are never shown one by one.
 */
public final class SeatLayout {

    private final List<Place> places;
    private final int seated;
    private final Map<String, Integer> positionByLabel;
    private final List<StandingArea> standing;
    private final List<Block> blocks;
    private final Set<String> sections;
    private final float[] xs;
    private final float[] ys;

    /**
     * One sellable place.
     *
     * @param label the seat's label, or an internal one in a standing section
     * @param section its section
     * @param priceTier its tier
     * @param accessible whether it is a place for a wheelchair user
     */
    public record Place(String label, String section, String priceTier, boolean accessible) {}

    /**
     * Seats of one row with nothing between them: a row without aisle is one block.
     *
     * @param section its section
     * @param priceTier the section's tier
     * @param row the row's number within the section, 0 is nearest to the stage
     * @param from first position
     * @param to one past the last
     */
    public record Block(String section, String priceTier, int row, int from, int to) {}

    /**
     * The positions of a standing section.
     *
     * @param section its name
     * @param from first position
     * @param to one past the last
     */
    public record StandingArea(String section, int from, int to) {}

    private SeatLayout(
            List<Place> places,
            int seated,
            Map<String, Integer> positionByLabel,
            List<StandingArea> standing,
            Drawing drawing) {
        this.places = places;
        this.seated = seated;
        this.positionByLabel = positionByLabel;
        this.standing = standing;
        this.blocks = List.copyOf(drawing.blocks);
        this.xs = drawing.xs;
        this.ys = drawing.ys;
        this.sections = places.stream().map(Place::section).collect(Collectors.toUnmodifiableSet());
    }

    /** Unrolls a plan. */
    public static SeatLayout of(SeatingPlan plan) {
        List<Place> places = new ArrayList<>();
        Map<String, Integer> positions = new HashMap<>();
        Drawing drawing = new Drawing(plan);
        for (SeatingPlan.Section section : plan.sections()) {
            for (int row = 0; row < section.rows().size(); row++) {
                drawing.add(section, row, places.size());
                for (SeatingPlan.Seat seat : section.rows().get(row).seats()) {
                    positions.put(seat.label(), places.size());
                    places.add(new Place(
                            seat.label(), section.name(), section.priceTier(), Boolean.TRUE.equals(seat.accessible())));
                }
            }
        }
        int seated = places.size();
        List<StandingArea> standing = new ArrayList<>();
        for (SeatingPlan.Section section : plan.sections()) {
            if (section.standing() != null) {
                int from = places.size();
                for (int number = 1; number <= section.standing().capacity(); number++) {
                    places.add(new Place(section.name() + "-*-" + number, section.name(), section.priceTier(), false));
                }
                standing.add(new StandingArea(section.name(), from, places.size()));
            }
        }
        return new SeatLayout(List.copyOf(places), seated, Map.copyOf(positions), List.copyOf(standing), drawing);
    }

    /** Where the seats are: as drawn, or row by row where the plan draws nothing. */
    private static final class Drawing {

        /** Neighbours in a row are one unit apart; more than half a seat of free floor is an aisle. */
        private static final double AISLE = 1.5;

        private final List<Block> blocks = new ArrayList<>();
        private final float[] xs;
        private final float[] ys;
        private int rows;

        Drawing(SeatingPlan plan) {
            int seats = plan.sections().stream()
                    .flatMap(section -> section.rows().stream())
                    .mapToInt(row -> row.seats().size())
                    .sum();
            this.xs = new float[seats];
            this.ys = new float[seats];
        }

        void add(SeatingPlan.Section section, int row, int first) {
            List<SeatingPlan.Seat> seats = section.rows().get(row).seats();
            int from = 0;
            for (int i = 0; i < seats.size(); i++) {
                SeatingPlan.Seat seat = seats.get(i);
                xs[first + i] =
                        seat.x() == null ? i - seats.size() / 2f : seat.x().floatValue();
                ys[first + i] = seat.y() == null ? rows : seat.y().floatValue();
                if (i > 0 && !areNeighbours(seats.get(i - 1), seat)) {
                    blocks.add(new Block(section.name(), section.priceTier(), row, first + from, first + i));
                    from = i;
                }
            }
            if (!seats.isEmpty()) {
                blocks.add(new Block(section.name(), section.priceTier(), row, first + from, first + seats.size()));
            }
            rows++;
        }

        private static boolean areNeighbours(SeatingPlan.Seat left, SeatingPlan.Seat right) {
            if (Math.abs(right.number() - left.number()) != 1) {
                return false;
            }
            if (left.x() == null || left.y() == null || right.x() == null || right.y() == null) {
                return true;
            }
            return Math.hypot(right.x() - left.x(), right.y() - left.y()) <= AISLE;
        }
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

    /** Whether the plan has a section of this name, seated or standing. */
    public boolean hasSection(String name) {
        return sections.contains(name);
    }

    /** The blocks of all rows in plan order: positions ascend. */
    public List<Block> blocks() {
        return blocks;
    }

    /** Square of the distance between two seats in plan units; one unit is about a seat's width. */
    public float squaredDistance(int seat, int other) {
        float dx = xs[seat] - xs[other];
        float dy = ys[seat] - ys[other];
        return dx * dx + dy * dy;
    }

    /** The standing section of this name; empty when there is none. */
    public Optional<StandingArea> standing(String section) {
        return standing.stream().filter(area -> area.section().equals(section)).findFirst();
    }

    /** The standing sections. */
    public List<StandingArea> standing() {
        return standing;
    }
}
