package gg.tiketi.auth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import gg.tiketi.defaults.testing.ArchitectureRules;

@AnalyzeClasses(packages = "gg.tiketi.auth", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests whatHoldsInEveryService = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("gg.tiketi.auth.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule platformKnowsNoFeature = noClasses()
            .that()
            .resideInAPackage("..auth.platform..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..auth.account..",
                    "..auth.audit..",
                    "..auth.deletion..",
                    "..auth.factor..",
                    "..auth.google..",
                    "..auth.session..",
                    "..auth.token..",
                    "..auth.throttle..",
                    "..auth.mail..");

    @ArchTest
    static final ArchRule onlyResourcesSpeakHttp = noClasses()
            .that()
            .haveNameNotMatching(".*Resource(\\$.*)?")
            .and()
            .resideOutsideOfPackage("..auth.platform..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule onlyRepositoriesSpeakSql = noClasses()
            .that()
            .haveNameNotMatching(".*Repository(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.mutiny.sqlclient..");

    @ArchTest
    static final ArchRule onlyStoresSpeakRedis = noClasses()
            .that()
            .haveNameNotMatching(".*Store(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.mutiny.redis..");
}
