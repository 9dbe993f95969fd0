package gg.tiketi.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackagingTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aServiceThatIsNotBuiltIsNamed(Packaging packaging) {
        assertThatThrownBy(() -> packaging.of(folder, Service.SEAT))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("seat-service is not built: ");
    }

    @ParameterizedTest
    @EnumSource
    void itIsFoundByItsNameAndMayTakeSoMuchHeap(Packaging packaging) {
        assertThat(Packaging.named(packaging.label())).isEqualTo(packaging);
        assertThat(packaging.command(folder, 300)).contains("-Xmx300m");
    }

    @Test
    void anExecutableNeedsNoJava() {
        assertThat(Packaging.NATIVE.command(folder, 300).getFirst())
                .isEqualTo(folder.resolve("application").toString());
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Packaging.named("jar"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no packaging 'jar': one of jvm, aot, native");
    }
}
