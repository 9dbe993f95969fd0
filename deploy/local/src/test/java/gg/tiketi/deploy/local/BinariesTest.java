package gg.tiketi.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;

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
        List<Future<Path>> installations = new ArrayList<>();

        // when
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int i = 0; i < 3; i++) {
                installations.add(threads.submit(() -> new Binaries(cache).postgres()));
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
}
