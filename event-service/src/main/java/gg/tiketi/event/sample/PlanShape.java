package gg.tiketi.event.sample;

import com.fasterxml.jackson.annotation.JsonProperty;
import gg.tiketi.event.plan.SeatingPlan.Section;
import gg.tiketi.event.sale.PriceTier;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;

/** The five plans that sample venues have, with the prices that go with them. */
@RegisterForReflection
enum PlanShape {
    @JsonProperty("hall-265")
    HALL_265(new PriceTier("VIP", 150_000), new PriceTier("R", 100_000), new PriceTier("S", 70_000)) {
        @Override
        List<Section> sections() {
            return SectionShapes.stacked(
                    SectionShapes.block("VIP", 3, 10),
                    SectionShapes.block("R", 5, 15),
                    SectionShapes.block("S", 8, 20));
        }
    },
    @JsonProperty("theatre-1250")
    THEATRE_1250(
            new PriceTier("VIP", 200_000),
            new PriceTier("R", 150_000),
            new PriceTier("S", 100_000),
            new PriceTier("A", 70_000)) {
        @Override
        List<Section> sections() {
            return SectionShapes.stacked(
                    SectionShapes.block("VIP", 5, 20),
                    SectionShapes.block("R", 10, 30),
                    SectionShapes.block("S", 15, 30),
                    SectionShapes.block("A", 10, 40));
        }
    },
    @JsonProperty("hall-4900")
    HALL_4900(new PriceTier("Floor1", 80_000), new PriceTier("Floor2", 50_000), new PriceTier("Floor3", 30_000)) {
        @Override
        List<Section> sections() {
            return SectionShapes.stacked(
                    SectionShapes.block("Floor1", 20, 50),
                    SectionShapes.block("Floor2", 30, 60),
                    SectionShapes.block("Floor3", 30, 70));
        }
    },
    /** 12,000 seats in four half rings around the stage and 3,000 standing in front of it. */
    @JsonProperty("arena-15000")
    ARENA_15000(
            new PriceTier("Standing", 132_000),
            new PriceTier("VIP", 176_000),
            new PriceTier("R", 154_000),
            new PriceTier("S", 121_000),
            new PriceTier("A", 99_000)) {
        @Override
        List<Section> sections() {
            List<Section> sections = new ArrayList<>(List.of(
                    SectionShapes.standing("FloorA", "Standing", 1_500),
                    SectionShapes.standing("FloorB", "Standing", 1_500)));
            sections.addAll(SectionShapes.halfRing("VIP", 101, 8, 10, 15, 48));
            sections.addAll(SectionShapes.halfRing("R", 201, 10, 15, 16, 62));
            sections.addAll(SectionShapes.halfRing("S", 301, 12, 15, 16, 81));
            sections.addAll(SectionShapes.halfRing("A", 401, 12, 20, 23, 103));
            return sections;
        }
    },
    /** 100 blocks of 500 seats in three levels on the four sides of a pitch. */
    @JsonProperty("stadium-50000")
    STADIUM_50000(
            new PriceTier("VIP", 90_000),
            new PriceTier("R", 60_000),
            new PriceTier("S", 40_000),
            new PriceTier("A", 25_000)) {
        @Override
        List<Section> sections() {
            List<Section> sections = new ArrayList<>();
            sections.addAll(SectionShapes.stands(101, 0, 6, "VIP", "R"));
            sections.addAll(SectionShapes.stands(201, 1, 7, "S", "S"));
            sections.addAll(SectionShapes.stands(301, 2, 7, "A", "A"));
            return sections;
        }
    };

    private final List<PriceTier> priceTiers;

    PlanShape(PriceTier... priceTiers) {
        this.priceTiers = List.of(priceTiers);
    }

    /** The sections in plan order, nearest to the stage first. */
    abstract List<Section> sections();

    List<PriceTier> priceTiers() {
        return priceTiers;
    }
}
