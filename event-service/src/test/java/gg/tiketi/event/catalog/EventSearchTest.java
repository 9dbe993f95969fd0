package gg.tiketi.event.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.defaults.testing.Backends;
import gg.tiketi.defaults.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, initArgs = @ResourceArg(name = "schema", value = "event"))
@QuarkusTestResource(TestTokens.class)
class EventSearchTest {

    @Inject
    Shows shows;

    @ParameterizedTest
    @CsvSource({
        "콘서트, concert",
        "뮤지컬, musical",
        "야구, baseball",
        "축구, football",
        "축구, soccer",
        "농구, basketball",
        "팬미팅, fan meeting",
        "재즈, jazz",
        "발레, ballet",
        "국악, gugak",
        "서울, seoul",
        "부산, BUSAN",
        "제주, Jeju",
        "페스티벌, festival",
        "축제, festival",
        "나래별, naraebyeol",
        "나래별, nbyeol",
        "서리꽃, frostbloom",
        "네온 라쿤즈, neon raccoonz",
        "오케스트라, orchestra"
    })
    void aKoreanWordAndItsEnglishTwinFindTheSame(String korean, String english) {
        // when
        List<String> byKorean = found(korean);
        List<String> byEnglish = found(english);

        // then
        assertThat(byKorean).isNotEmpty().containsExactlyInAnyOrderElementsOf(byEnglish);
    }

    @Test
    void aVenuesNameIsFoundButMakesNoMusicalAPlay() {
        // given
        List<String> plays =
                given().get("/api/events?category=theatre").jsonPath().getList("items.id");

        // then
        assertThat(found("연극")).containsExactlyInAnyOrderElementsOf(plays);
        assertThat(found("theatre")).containsAll(plays).containsAll(found("byeolbit"));
    }

    @Test
    void everyWordMustOccurInAnyOrder() {
        assertThat(found("busan raccoonz")).isNotEmpty().isEqualTo(found("라쿤즈 부산"));
        assertThat(found("raccoonz jeju")).isEmpty();
    }

    @Test
    void anEnglishKeywordInsideAnotherWordMeansNothing() {
        // given
        shows.onSale("Xliverpoolish");

        // then
        assertThat(found("xliverpoolish")).hasSize(1);
        assertThat(found("xliverpoolish 라이브")).isEmpty();
    }

    @Test
    void wildcardsAreOrdinaryCharacters() {
        // given
        shows.onSale("100%_sure \\ thing");

        // then
        assertThat(found("100%_sure")).hasSize(1);
        assertThat(found("\\")).hasSize(1);
        assertThat(found("100_")).isEmpty();
        assertThat(found("%")).hasSize(1);
        assertThat(found("_")).hasSize(1);
        assertThat(found("1%sure")).isEmpty();
    }

    @Test
    void blanksAndControlCharactersFindEverythingAndBreakNothing() {
        assertThat(given().queryParam("q", " \u0000 \u3000\t")
                        .get("/api/events")
                        .statusCode())
                .isEqualTo(200);
        assertThat(given().queryParam("q", "'; DROP TABLE event; --")
                        .get("/api/events")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void decomposedHangulFindsComposed() {
        assertThat(found(java.text.Normalizer.normalize("나래별", java.text.Normalizer.Form.NFD)))
                .isEqualTo(found("나래별"));
    }

    @Test
    void theQuestionHasALongestLength() {
        given().queryParam("q", "x".repeat(100)).get("/api/events").then().statusCode(200);
        given().queryParam("q", "x".repeat(101))
                .get("/api/events")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    private static List<String> found(String words) {
        return given().queryParam("q", words)
                .queryParam("size", 100)
                .get("/api/events")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.id");
    }
}
