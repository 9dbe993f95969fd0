package gg.tiketi.event.sample;

import gg.tiketi.event.plan.SeatingPlan.Row;
import gg.tiketi.event.plan.SeatingPlan.Seat;
import gg.tiketi.event.plan.SeatingPlan.Section;
import gg.tiketi.event.plan.SeatingPlan.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws sections: straight blocks, wedges of a half ring, the stands of a stadium. One unit is one seat pitch, the stage
 * is at the top around (0, 0), and neighbouring sections keep an aisle between them.
 */
final class SectionShapes {

    private static final double FIRST_ROW = 4;
    private static final double AISLE = 2;
    private static final double CROSS_AISLE = 3;

    /** Half rings leave a little open at both ends, where the stage's wings are. */
    private static final double RING_START = Math.toRadians(5);

    private static final double RING_SPAN = Math.toRadians(170);

    /** A pitch of about 110 by 70 m behind the upper rows of the first side. */
    private static final double PITCH_HALF_WIDTH = 110;

    private static final double PITCH_TOP = 90;
    private static final double PITCH_BOTTOM = PITCH_TOP + 140;
    private static final int STAND_ROWS = 25;
    private static final int STAND_SEATS = 20;
    private static final int BLOCKS_OF_LONG_SIDE = 10;

    private SectionShapes() {}

    /** Where the seat at (row, index), both from 0, is. */
    private interface Place {
        Point of(int row, int index);
    }

    private record Point(double x, double y) {}

    /** A straight block that still needs its place in the hall. */
    record Block(String name, int rows, int seats) {}

    static Block block(String name, int rows, int seats) {
        return new Block(name, rows, seats);
    }

    /** Blocks one behind the other, each centred; section and price tier have one name. */
    static List<Section> stacked(Block... blocks) {
        List<Section> sections = new ArrayList<>();
        double top = FIRST_ROW;
        for (Block block : blocks) {
            double y = top;
            double left = -(block.seats() - 1) / 2.0;
            sections.add(section(
                    block.name(),
                    block.name(),
                    block.rows(),
                    block.seats(),
                    (row, index) -> new Point(left + index, y + row)));
            top += block.rows() - 1 + CROSS_AISLE;
        }
        return sections;
    }

    static Section standing(String name, String tier, int capacity) {
        return new Section(name, tier, List.of(), new Standing(capacity));
    }

    /** Curved blocks side by side around the stage, numbered from left to right. */
    static List<Section> halfRing(String tier, int firstName, int blocks, int rows, int seats, double radius) {
        double aisle = AISLE / radius;
        double width = (RING_SPAN - aisle * (blocks - 1)) / blocks;
        return IntStream.range(0, blocks)
                .mapToObj(block -> {
                    double start = RING_START + block * (width + aisle);
                    return section(
                            Integer.toString(firstName + block),
                            tier,
                            rows,
                            seats,
                            (row, index) -> onArc(radius + row, start + width * (index + 0.5) / seats));
                })
                .toList();
    }

    /**
     * One level of a stadium, all around the pitch: the side at the top, right, bottom, left.
     *
     * @param level 0 is nearest to the pitch
     * @param blocksOfShortSide how many blocks stand behind each goal
     */
    static List<Section> stands(int firstName, int level, int blocksOfShortSide, String longTier, String shortTier) {
        double away = FIRST_ROW + level * (STAND_ROWS + CROSS_AISLE);
        double middle = (PITCH_TOP + PITCH_BOTTOM) / 2;
        List<Section> sections = new ArrayList<>();
        int name = firstName;
        for (int block = 0; block < BLOCKS_OF_LONG_SIDE; block++) {
            double start = startOf(block, BLOCKS_OF_LONG_SIDE);
            sections.add(stand(name++, longTier, (row, index) -> new Point(start + index, PITCH_TOP - away - row)));
        }
        for (int block = 0; block < blocksOfShortSide; block++) {
            double start = middle + startOf(block, blocksOfShortSide);
            sections.add(
                    stand(name++, shortTier, (row, index) -> new Point(PITCH_HALF_WIDTH + away + row, start + index)));
        }
        for (int block = 0; block < BLOCKS_OF_LONG_SIDE; block++) {
            double start = -startOf(block, BLOCKS_OF_LONG_SIDE);
            sections.add(stand(name++, longTier, (row, index) -> new Point(start - index, PITCH_BOTTOM + away + row)));
        }
        for (int block = 0; block < blocksOfShortSide; block++) {
            double start = middle - startOf(block, blocksOfShortSide);
            sections.add(
                    stand(name++, shortTier, (row, index) -> new Point(-PITCH_HALF_WIDTH - away - row, start - index)));
        }
        return sections;
    }

    private static Section stand(int name, String tier, Place place) {
        return section(Integer.toString(name), tier, STAND_ROWS, STAND_SEATS, place);
    }

    /** Offset of the block's first seat from the middle of its side. */
    private static double startOf(int block, int blocks) {
        double length = blocks * (STAND_SEATS - 1 + AISLE) - AISLE;
        return -length / 2 + block * (STAND_SEATS - 1 + AISLE);
    }

    /** Angle 0 is the left end; the arc runs away from the stage to the right end. */
    private static Point onArc(double radius, double angle) {
        return new Point(-radius * Math.cos(angle), radius * Math.sin(angle));
    }

    private static Section section(String name, String tier, int rows, int seats, Place place) {
        List<Row> drawn = IntStream.range(0, rows)
                .mapToObj(row -> new Row(
                        Integer.toString(row + 1),
                        IntStream.range(0, seats)
                                .mapToObj(index -> seat(name, row, index, rows, place.of(row, index)))
                                .toList()))
                .toList();
        return new Section(name, tier, drawn, null);
    }

    /** The first two seats of the last row, at the aisle, are made for wheelchairs. */
    private static Seat seat(String section, int row, int index, int rows, Point point) {
        String number = Integer.toString(index + 1);
        boolean accessible = row == rows - 1 && index < 2;
        return new Seat(
                section + "-" + (row + 1) + "-" + number, number, rounded(point.x()), rounded(point.y()), accessible);
    }

    private static Double rounded(double units) {
        return Math.round(units * 100) / 100.0;
    }
}
