package gg.tiketi.event.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchWordsTest {

    @Test
    void wordsBecomeLowerCasePatternsLongestFirst() {
        assertThat(SearchWords.of("  Jazz\tnight 제주  jazz").patterns()).containsExactly("%night%", "%jazz%", "%제주%");
    }

    @Test
    void wildcardsAreEscaped() {
        assertThat(SearchWords.of("50%_\\").patterns()).containsExactly("%50\\%\\_\\\\%");
    }

    @Test
    void noWordsFindEverything() {
        assertThat(SearchWords.of(null).patterns()).containsExactly("%");
        assertThat(SearchWords.of(" \u0000\u3000 ").patterns()).containsExactly("%");
    }
}
