package gg.tiketi.system.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import gg.tiketi.deploy.local.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Most of it with the backends alone, which start in a second; services join where it matters. */
class LauncherTest {

    private Path checkout;
    private RunCommand run;

    @BeforeEach
    void prepare() throws IOException {
        run = new RunCommand();
        checkout = run.checkout();
    }

    @AfterEach
    void endAll() throws IOException {
        run.close();
    }

    @Test
    void sigtermStopsEveryServiceAndLeavesNoProcess() throws Exception {
        // given
        RunCommand.Started suite = run.start().awaitReady();

        // when
        int exit = suite.signal("TERM").awaitExit();

        // then
        assertThat(exit).isEqualTo(143);
        assertThat(suite.output()).contains("Page", "http://localhost:" + run.port(Port.GATEWAY), "/api-docs");
        assertAllGone(suite);
    }

    @Test
    void aServiceThatDiesStopsTheRestAndIsNamed() throws Exception {
        // given
        RunCommand.Started suite = run.start("--except", "seat-service").awaitReady();

        // when
        suite.child("event-service/quarkus-run.jar").destroyForcibly();

        // then
        assertThat(suite.awaitExit()).isEqualTo(1);
        assertThat(suite.output()).contains("deploy/run: event-service ended with exit code 137");
        assertAllGone(suite);
    }

    @Test
    void ctrlCStopsTheBackendsInOrder() throws Exception {
        // given
        RunCommand.Started suite = run.start("--backends").awaitReady();

        // when
        int exit = suite.signal("INT").awaitExit();

        // then
        assertThat(exit).isEqualTo(130);
        assertThat(suite.output()).contains("Stopped");
        assertAllGone(suite);
    }

    @Test
    void aKilledLauncherLeavesNothingThatRunsForLong() throws Exception {
        // given
        RunCommand.Started suite = run.start("--backends").awaitReady();

        // when
        suite.signal("KILL").awaitExit();

        // then
        assertAllGone(suite);
    }

    @Test
    void theNextStartEndsWhatAKilledRunAndItsWatchdogLeft() throws Exception {
        // given
        RunCommand.Started killed = run.start("--backends").awaitReady();
        killed.child("tiketi-watchdog").destroyForcibly();
        killed.signal("KILL").awaitExit();
        assertThat(killed.child("postgres").isAlive()).isTrue();

        // when
        RunCommand.Started next = run.start("--backends").awaitReady();

        // then
        assertThat(next.output()).contains("ending postgres", "ending redis");
        assertAllGone(killed);
        next.signal("TERM").awaitExit();
    }

    @Test
    void aSecondLauncherIsRefusedAndTheFirstGoesOn() throws Exception {
        // given
        RunCommand.Started first = run.start("--backends").awaitReady();

        // when
        RunCommand.Started second = run.start("--backends");

        // then
        assertThat(second.awaitExit()).isEqualTo(1);
        assertThat(second.output())
                .isEqualTo("deploy/run: Tiketi already runs from this folder (process "
                        + first.handle().pid() + "); stop it first");
        assertThat(first.handle().isAlive()).isTrue();
        first.signal("TERM").awaitExit();
    }

    @Test
    void aBusyPortIsNamedWithItsPurposeAndNothingIsStarted() throws Exception {
        try (ServerSocket taken = new ServerSocket(run.port(Port.REDIS), 1, InetAddress.getLoopbackAddress())) {
            // when
            RunCommand.Started refused = run.start("--backends");

            // then
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.output())
                    .startsWith("deploy/run: Port " + taken.getLocalPort() + " (Redis) is in use")
                    .endsWith("free it or set TIKETI_REDIS_PORT")
                    .doesNotContain("\n");
            assertThat(checkout.resolve(".tiketi/run/processes")).doesNotExist();
        }
    }

    @Test
    void settingsForDevelopmentAreOnlyTheOwnersAndGoWhenTheRunStops() throws Exception {
        // given
        Path settings = checkout.resolve("seat-service/.env");

        // when
        RunCommand.Started suite = run.start("--backends").awaitReady();

        // then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
                .isEqualTo("rw-------");
        assertThat(settings).content().contains("DB_USER=tiketi_seat\n", "TIKETI_EVENT_URL=http://127.0.0.1:");
        suite.signal("TERM").awaitExit();
        assertThat(settings).doesNotExist();
    }

    @Test
    void dataIsKeptBetweenRunsAndForgottenOnRequest() throws Exception {
        // given
        Path mark = checkout.resolve(".tiketi/data/postgres/PG_VERSION");
        Path secrets = checkout.resolve(".tiketi/secrets.properties");
        run.start("--backends").awaitReady().signal("TERM").awaitExit();
        Object made = Files.readAttributes(mark, "unix:ino").get("ino");
        String drawn = Files.readString(secrets);

        // when
        run.start("--backends").awaitReady().signal("TERM").awaitExit();

        // then
        assertThat(Files.readAttributes(mark, "unix:ino").get("ino")).isEqualTo(made);
        assertThat(secrets).content().isEqualTo(drawn);

        // when
        run.start("--backends", "--reset").awaitReady().signal("TERM").awaitExit();

        // then
        assertThat(secrets).content().isNotEqualTo(drawn);
    }

    @Test
    void anUnknownOptionIsRefused() throws Exception {
        // when
        RunCommand.Started refused = run.start("--backend");

        // then
        assertThat(refused.awaitExit()).isEqualTo(2);
        assertThat(refused.output()).isEqualTo("deploy/run: unknown option --backend (--help lists them)");
    }

    private static void assertAllGone(RunCommand.Started started) {
        List<ProcessHandle> family = started.family();
        assertThat(family).hasSizeGreaterThan(3);
        Awaitility.await("the end of every process")
                // The watchdog's own limits, one after the other, are shorter.
                .atMost(Duration.ofMinutes(5))
                .until(() -> family.stream().noneMatch(LauncherTest::isRunning));
    }

    private static boolean isRunning(ProcessHandle process) {
        try {
            // In a container nobody may take notice of an orphan's end; it runs no more all the same.
            return process.isAlive()
                    && !Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"))
                            .contains(") Z ");
        } catch (IOException notLinux) {
            return process.isAlive();
        }
    }
}
