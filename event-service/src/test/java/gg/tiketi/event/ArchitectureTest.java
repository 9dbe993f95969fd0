package gg.tiketi.event;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import gg.tiketi.defaults.testing.ArchitectureRules;

@AnalyzeClasses(packages = "gg.tiketi.event", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests whatHoldsInEveryService = ArchTests.in(ArchitectureRules.class);

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
