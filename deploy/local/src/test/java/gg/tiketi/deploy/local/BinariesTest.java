package gg.tiketi.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {

    @Test
    void severalMayUnpackAtOnceAndLeaveOneInstallation(@TempDir Path cache) throws Exception {
        // given
        String version = BackendVersions.here().postgres();
        List<Future<Path>> installations = new ArrayList<>();

        // when
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int i = 0; i < 3; i++) {
                installations.add(threads.submit(() -> new Binaries(cache).postgres(version)));
            }
        }

        // then
        for (Future<Path> installation : installations) {
            assertThat(installation.get().resolve("bin/postgres")).isExecutable();
        }
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void aPostgresThatWasNotBuiltInIsRefused(@TempDir Path cache) {
        // when, then
        assertThatThrownBy(() -> new Binaries(cache).postgres("9"))
                .isInstanceOf(Refusal.class)
                .hasMessage("PostgreSQL 9 is not in this build: build with TIKETI_POSTGRES_VERSION=9");
    }
}
