package gg.tiketi.system.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FastRulesTest {

    @Test
    void windowsAndWaitsAreDividedAndNothingElse() {
        String rule = """
                expr: |
                  sum(increase(a{uri="/x/{id}"}[1h])) > 60 and min_over_time(b[10m:1m]) > 0.9
                for: 2m
                summary: 'within 15 minutes (1h and 5m)'
                """;

        assertThat(FastRules.of(rule, 60)).isEqualTo("""
                expr: |
                  sum(increase(a{uri="/x/{id}"}[60000ms])) > 60 and min_over_time(b[10000ms:1000ms]) > 0.9
                for: 2000ms
                summary: 'within 15 minutes (1h and 5m)'
                """);
    }

    @Test
    void noWindowOfTheRealRulesIsLeftAsItWas() throws Exception {
        String rules = Files.readString(Path.of("../observability/prometheus/alerts.yml"));

        assertThat(FastRules.of(rules, 60)).doesNotContainPattern("(\\[|:|for: )\\d+[smhd]\\b");
    }
}
