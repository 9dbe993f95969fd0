package gg.tiketi.seat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import gg.tiketi.defaults.testing.ArchitectureRules;

@AnalyzeClasses(packages = "gg.tiketi.seat", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests whatHoldsInEveryService = ArchTests.in(ArchitectureRules.class);

    private static final String ROOT = "gg.tiketi.seat.";

    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("gg.tiketi.seat.(*)..").should().beFreeOfCycles();

    @ArchTest
    static void arrowsPointAsDrawn(JavaClasses classes) {
        Architectures.LayeredArchitecture layers =
                Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String feature : new String[] {
            "platform",
            "seatmap",
            "claim",
            "waitingroom",
            "reservation",
            "payment",
            "cancellation",
            "waitlist",
            "live",
            "sales",
            "seatblock",
            "integrity"
        }) {
            layers = layers.layer(feature).definedBy(ROOT + feature + "..");
        }
        layers.whereLayer("live")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("seatblock")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("sales")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("integrity")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("integrity")
                .mayOnlyAccessLayers("platform", "seatmap")
                .whereLayer("cancellation")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("waitlist")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("payment")
                .mayOnlyBeAccessedByLayers("cancellation")
                .whereLayer("reservation")
                .mayOnlyBeAccessedByLayers("payment", "cancellation", "waitlist")
                .whereLayer("claim")
                .mayOnlyBeAccessedByLayers("reservation", "payment", "cancellation", "waitlist", "seatblock", "live")
                .whereLayer("waitingroom")
                .mayOnlyBeAccessedByLayers("reservation", "claim", "live")
                .whereLayer("waitingroom")
                .mayOnlyAccessLayers("platform", "seatmap")
                .whereLayer("platform")
                .mayNotAccessAnyLayer()
                .check(classes);
    }

    @ArchTest
    static final ArchRule onlyTheEdgeSpeaksHttp = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Resource")
            .and()
            .resideOutsideOfPackage(ROOT + "platform..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule onlyRepositoriesSpeakSql = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Repository")
            .and()
            .resideOutsideOfPackage(ROOT + "platform..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.mutiny.sqlclient..");

    @ArchTest
    static final ArchRule onlyStoresSpeakRedis = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Store")
            .and()
            .haveSimpleNameNotContaining("SeatLog")
            .and()
            .resideOutsideOfPackage(ROOT + "platform..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.redis..", "io.vertx.mutiny.redis..", "io.quarkus.redis..");
}
