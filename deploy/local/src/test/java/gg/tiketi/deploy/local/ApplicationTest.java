package gg.tiketi.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationTest {

    @TempDir
    private Path folder;

    @Test
    void aCopyFollowsItsOriginalWithTheSameTimes() throws IOException {
        // given
        Path original = folder.resolve("original");
        Path copy = folder.resolve("copy");
        Files.createDirectories(original.resolve("lib"));
        Path kept = Files.writeString(original.resolve("lib/kept.jar"), "1");
        Path dropped = Files.writeString(original.resolve("lib/dropped.jar"), "1");
        Files.setLastModifiedTime(kept, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        Application.copy(original, copy);

        // when
        Files.delete(dropped);
        Files.writeString(original.resolve("run.jar"), "2");
        Application.copy(original, copy);

        // then
        assertThat(copy.resolve("lib/dropped.jar")).doesNotExist();
        assertThat(copy.resolve("run.jar")).hasContent("2");
        assertThat(Files.getLastModifiedTime(copy.resolve("lib/kept.jar"))).isEqualTo(Files.getLastModifiedTime(kept));
    }
}
