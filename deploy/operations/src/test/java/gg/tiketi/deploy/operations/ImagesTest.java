package gg.tiketi.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {

    private static final Pattern FLOATING = Pattern.compile(":(latest|[0-9]+|jdk-[0-9]+)$");

    @ParameterizedTest
    @ValueSource(strings = {"native", "jvm"})
    void buildsInOneStageAndServesInAnother(String kind) {
        List<String> from = instructions(kind, "FROM");

        assertThat(from).hasSizeGreaterThan(3).anyMatch(line -> line.endsWith(" AS build"));
        assertThat(stage(kind)).as("the stage that serves").noneMatch(line -> line.contains("mvn "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jvm"})
    void namesEachBaseImageByExactVersionOrDigest(String kind) {
        List<String> images = instructions(kind, "ARG").stream()
                .filter(line -> line.contains("_IMAGE="))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .toList();

        assertThat(images).hasSize(4).allMatch(image -> image.contains(":"));
        assertThat(images).noneMatch(image -> FLOATING.matcher(image).find());
        assertThat(instructions(kind, "FROM"))
                .as("nothing but these")
                .allMatch(line -> line.startsWith("FROM ${") || line.matches("FROM runtime( AS training)?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jvm"})
    void runsAsNobodyWithFilesThatNobodyCanWrite(String kind) {
        List<String> serving = stage(kind);

        assertThat(serving).contains("USER 1001:1001");
        assertThat(serving.indexOf("USER 1001:1001"))
                .isGreaterThan(last(serving, "COPY"))
                .isGreaterThan(last(serving, "RUN"));
        assertThat(serving.stream().filter(line -> line.startsWith("COPY")))
                .allMatch(line -> line.contains("--chown=0:0"));
        assertThat(serving.stream().filter(line -> line.startsWith("VOLUME"))).containsExactly("VOLUME /tmp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jvm"})
    void asksForHealthWithoutCurlAndWithoutAPackageManager(String kind) {
        assertThat(stage(kind))
                .anyMatch(line -> line.startsWith("HEALTHCHECK") && line.endsWith("CMD [\"/app/healthy\"]"));
        assertThat(instructions(kind, "RUN")).noneMatch(line -> line.matches(".*(curl|wget|apt-get|dnf|apk).*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jvm"})
    void doesNotComeToBeWithoutTheShellThatAsksForHealth(String kind) {
        assertThat(Checkout.text("deploy/images/healthy")).startsWith("#!/bin/bash\n");
        assertThat(stage(kind)).contains("RUN [\"/bin/bash\", \"-n\", \"/app/healthy\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jvm"})
    void saysWhatItIsAndCarriesNoSecret(String kind) {
        String labels = String.join("\n", instructions(kind, "LABEL"));

        assertThat(labels)
                .contains("image.title=", "image.revision=", "image.version=", "image.licenses=\"Apache-2.0\"")
                .contains("gg.tiketi.kind=\"" + kind + "\"");
        assertThat(text(kind)).contains("ARG BUILDKIT_SBOM_SCAN_STAGE=true");
        assertThat(text(kind).toUpperCase(java.util.Locale.ROOT)).doesNotContain("PASSWORD", "SECRET", "TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "jvm"})
    void startsTheServiceItselfSoThatSignalsReachIt(String kind) {
        assertThat(stage(kind)).anyMatch(line -> line.startsWith("ENTRYPOINT [\""));
    }

    private static String text(String kind) {
        return Checkout.text("deploy/images/" + kind + ".Dockerfile");
    }

    private static List<String> lines(String kind) {
        return text(kind)
                .replaceAll("(?m)^#.*\n", "")
                .replace("\\\n", " ")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static List<String> instructions(String kind, String name) {
        return lines(kind).stream().filter(line -> line.startsWith(name + " ")).toList();
    }

    /** The last stage, the one that serves. */
    private static List<String> stage(String kind) {
        List<String> lines = lines(kind);
        return lines.subList(last(lines, "FROM"), lines.size());
    }

    private static int last(List<String> lines, String instruction) {
        int found = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(instruction + " ")) {
                found = i;
            }
        }
        return found;
    }
}
