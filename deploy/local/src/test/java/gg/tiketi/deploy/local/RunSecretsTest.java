package gg.tiketi.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSecretsTest {

    @TempDir
    private Path folder;

    @Test
    void secretsAreDrawnOnceAndReadableByTheirOwnerOnly() throws IOException {
        // given
        Path file = folder.resolve("secrets.properties");

        // when
        RunSecrets first = RunSecrets.in(file);
        RunSecrets again = RunSecrets.in(file);

        // then
        assertThat(again.internalToken()).isEqualTo(first.internalToken()).hasSizeGreaterThanOrEqualTo(32);
        assertThat(again.roles()).isEqualTo(first.roles());
        assertThat(List.of(first.superuser(), first.redis(), first.internalToken()))
                .doesNotHaveDuplicates();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatLacksOneKeepsTheOthers() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("secrets.properties"), "redis=kept\n");

        // when, then
        assertThat(RunSecrets.in(file).redis()).isEqualTo("kept");
        assertThat(file).content().contains("internal.token=");
    }
}
