package no.ajour;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import no.ajour.position.Positions;
import no.ajour.run.DeadLetters;
import no.ajour.run.Repair;
import org.springframework.batch.core.step.builder.StepBuilder;

@AnalyzeClasses(packages = "no.ajour", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] JOBS = {
        "no.ajour.digitalactive..",
        "no.ajour.journal..",
        "no.ajour.acknowledgement..",
        "no.ajour.healthindicator..",
        "no.ajour.outgoing..",
        "no.ajour.document..",
        "no.ajour.housekeeping..",
    };

    @ArchTest
    static final ArchRule packages_are_free_of_circles =
            slices().matching("no.ajour.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule jobs_do_not_import_each_other = slices().matching("no.ajour.(*)..")
            .namingSlices("$1")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    resideInAPackage("no.ajour.."),
                    com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(JOBS)))
            .ignoreDependency(resideInAPackage("no.ajour.command.."), resideInAnyPackage(JOBS));

    @ArchTest
    static final ArchRule every_step_is_made_with_its_fence_and_books = noClasses()
            .that()
            .resideOutsideOfPackage("no.ajour.run..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(StepBuilder.class);

    @ArchTest
    static final ArchRule dead_letters_have_no_access_to_positions = noClasses()
            .that()
            .areAssignableTo(DeadLetters.class)
            .or()
            .resideInAPackage("no.ajour.run..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Positions.class);

    @ArchTest
    static final ArchRule what_an_operator_orders_again_can_never_move_a_position = noClasses()
            .that()
            .implement(Repair.class)
            .should()
            .transitivelyDependOnClassesThat()
            .resideInAPackage("no.ajour.position..");

    @ArchTest
    static final ArchRule failures_and_tenants_stand_at_the_bottom = classes()
            .that()
            .resideInAnyPackage("no.ajour.failure..", "no.ajour.tenant..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("no.ajour.failure..", "no.ajour.tenant..", "java..", "org..");

    @ArchTest
    static final ArchRule only_jobs_and_commands_know_the_jobs = noClasses()
            .that()
            .resideInAnyPackage(
                    "no.ajour.run..",
                    "no.ajour.position..",
                    "no.ajour.patient..",
                    "no.ajour.http..",
                    "no.ajour.helseid..",
                    "no.ajour.database..",
                    "no.ajour.audit..",
                    "no.ajour.refresh..",
                    "no.ajour.delivery..",
                    "no.ajour.report..",
                    "no.ajour.screen..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(JOBS);

    @ArchTest
    static final ArchRule only_commands_print = noClasses()
            .that()
            .resideOutsideOfPackage("no.ajour.command..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule nothing_sleeps_or_reads_the_clock_by_itself = noClasses()
            .that()
            .resideOutsideOfPackages("no.ajour.command..")
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now");
}
