package gg.tiketi.deploy.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import gg.tiketi.deploy.aws.Bill.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With {@code -Dtiketi.cost.write=true} the page is written anew instead of being compared. */
class CostTest {

    private static final Path PAGE = Path.of("..", "docs", "cost.md");

    @Test
    void thePageIsWhatTemplatesAndPricesGive() throws IOException {
        String page = new CostReport(Prices.read(), templates("plan"), templates("prod"), templates("dev")).write();

        if (Boolean.getBoolean("tiketi.cost.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(page).isEqualTo(Files.readString(PAGE));
    }

    /** Two nodes of 2 processors and 4 GB at Virginia's prices; the day's average is 55 task hours instead of 48. */
    @Test
    void tasksAreCountedAtTheirSizesOverTheDay() {
        double hour = 2 * 0.04048 + 4 * 0.004445;
        double collector = 730 * (0.25 * 0.04048 + 0.5 * 0.004445);

        assertThat(virginia("plan").get(Line.TASKS)).isEqualTo(55.0 / 24 * 730 * hour + collector, within(0.001));
    }

    @Test
    void theDatabaseIsCountedInBothZones() {
        assertThat(virginia("plan").get(Line.DATABASE)).isEqualTo(2 * (730 * 0.072 + 20 * 0.115), within(0.001));
        assertThat(virginia("dev").get(Line.DATABASE)).isEqualTo(730 * 0.016 + 20 * 0.115, within(0.001));
    }

    @Test
    void eachNodeOfTheCacheIsCounted() {
        assertThat(virginia("plan").get(Line.CACHE)).isEqualTo(4 * 730 * 0.017, within(0.001));
        assertThat(virginia("prod").get(Line.CACHE)).isEqualTo(6 * 730 * 0.0128, within(0.001));
    }

    @Test
    void theFirstDesignsTableAddsUpToItsSum() {
        assertThat(Arrays.stream(Line.values()).mapToDouble(Line::planned).sum() + 28.25)
                .isEqualTo(350, within(0.001));
    }

    @Test
    void everyPriceSaysWhereItIsFrom() {
        assertThat(Prices.read().prices().values()).hasSizeGreaterThan(30).allSatisfy(price -> {
            assertThat(price.source()).startsWith("https://");
            assertThat(price.seoulStatus()).isIn("sourced", "estimate");
            assertThat(price.virginiaStatus()).isIn("sourced", "estimate");
            assertThat(price.seoul()).isPositive();
        });
    }

    private static Collection<JsonNode> templates(String name) {
        return Synthesis.of(name).templates().values();
    }

    private static Map<Line, Double> virginia(String name) {
        return new Bill(templates(name), Prices.read(), false).lines();
    }
}
