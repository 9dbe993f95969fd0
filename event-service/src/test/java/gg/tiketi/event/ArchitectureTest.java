package gg.tiketi.event;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "gg.tiketi.event", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("gg.tiketi.event.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyResourcesSpeakHttp = only("Resource", "jakarta.ws.rs..");

    @ArchTest
    static final ArchRule onlyRepositoriesSpeakSql =
            only("(Repository|SaleWindowColumns)", "io.vertx.mutiny.sqlclient..");

    @ArchTest
    static final ArchRule onlyStoresSpeakRedis = only("Store", "io.quarkus.redis..");

    @ArchTest
    static final ArchRule noFieldInjection = fields().should().notBeAnnotatedWith(Inject.class);

    @ArchTest
    static final ArchRule namesSayWhatAClassIs =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Impl)(\\$.*)?");

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        var marked = classes.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .filter(type -> type.isAnnotatedWith(NullMarked.class))
                .map(type -> type.getPackageName())
                .collect(Collectors.toSet());
        assertThat(classes.stream().map(type -> type.getPackageName())).allMatch(marked::contains);
    }

    private static ArchRule only(String kind, String client) {
        return noClasses()
                .that()
                .haveNameNotMatching(".*" + kind + "(\\$.*)?")
                .and()
                .resideOutsideOfPackage("..platform..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(client);
    }
}
