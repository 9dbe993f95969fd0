package gg.tiketi.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import gg.tiketi.defaults.testing.ArchitectureRules;

@AnalyzeClasses(packages = "gg.tiketi.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests whatHoldsInEveryService = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("gg.tiketi.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theGatewayIsNoRestServiceAndKeepsNoData = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta.ws.rs..", "io.vertx.mutiny.sqlclient..", "io.vertx.mutiny.redis..", "java.sql..");
}
