package gg.tiketi.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFolderTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void aKeySurvivesARestart() {
        // given
        List<SigningKey> made = new KeyFolder(folder).readOrCreate(NOW);

        // when
        List<SigningKey> found = new KeyFolder(folder).readOrCreate(NOW.plusSeconds(3600));

        // then
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().keyId()).isEqualTo(made.getFirst().keyId());
        assertThat(found.getFirst().createdAt()).isEqualTo(NOW);
        assertThat(found.getFirst().publicKey()).isEqualTo(made.getFirst().publicKey());
        assertThat(found.getFirst().publicKey().getModulus().bitLength()).isEqualTo(2048);
    }

    @Test
    void onlyTheServiceItselfMayReadAKeyFile() throws IOException {
        // when
        new KeyFolder(folder).readOrCreate(NOW);

        // then
        Path file = pemFiles().getFirst();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).startsWith("-----BEGIN PRIVATE KEY-----");
    }

    @Test
    void aKeyAddedByAnOperatorIsFoundAndOtherFilesAreLeftAlone() throws IOException {
        // given
        new KeyFolder(folder).readOrCreate(NOW);
        SigningKey second = SigningKey.create(NOW);
        Files.writeString(folder.resolve((NOW.toEpochMilli() + 1000) + "-second.pem"), second.toPem());
        Files.writeString(folder.resolve("notes.txt"), "not a key");

        // when
        List<SigningKey> found = new KeyFolder(folder).read();

        // then
        assertThat(found).hasSize(2);
        assertThat(found.getLast().keyId()).isEqualTo(second.keyId());
    }

    @Test
    void aBrokenKeyFileIsNotIgnored() throws IOException {
        // given
        Files.writeString(folder.resolve(NOW.toEpochMilli() + "-broken.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n");

        // when, then
        assertThatThrownBy(() -> new KeyFolder(folder).read()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyNeverShowsItself() {
        // when
        String text = SigningKey.create(NOW).toString();

        // then
        assertThat(text).doesNotContain("BEGIN", "privateKey", "modulus");
    }

    private List<Path> pemFiles() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".pem")).toList();
        }
    }
}
