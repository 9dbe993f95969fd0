package gg.tiketi.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogTailTest {

    private final List<String> passedOn = new ArrayList<>();
    private final LogTail tail = new LogTail(passedOn::add);

    @Test
    void linesThatTellOfTroubleAreToldBeforeTheVeryLast() {
        // when
        List.of("starting", "ERROR no database", "closing").forEach(tail);

        // then
        assertThat(tail.told()).isEqualTo("\n    ERROR no database");
        assertThat(passedOn).containsExactly("starting", "ERROR no database", "closing");
    }

    @Test
    void withoutTroubleTheVeryLastLinesAreTold() {
        // when
        IntStream.rangeClosed(1, 100).mapToObj(line -> "line " + line).forEach(tail);

        // then
        assertThat(tail.told()).startsWith("\n    line 95").endsWith("\n    line 100");
    }
}
