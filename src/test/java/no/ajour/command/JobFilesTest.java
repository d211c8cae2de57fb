package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import no.ajour.testing.Installation;
import no.ajour.testing.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that operators edit: what is wrong with one is told with file, line and fix, and nothing runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobFilesTest {
    private static final String LYKKEBY = "310000019";
    private static final String HEIA = "310000020";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Installation ajour;

    @BeforeAll
    void install() {
        var municipalities = new LinkedHashMap<String, String>();
        municipalities.put(LYKKEBY, "Lykkeby");
        municipalities.put(HEIA, "Heia");
        ajour = Installation.of(Postgres.freshDatabase(), municipalities);
    }

    @BeforeEach
    void use() {
        ajour.set("ajour.jobs-folder", folder.toString());
    }

    @AfterEach
    void forget() throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @AfterAll
    void remove() throws IOException {
        ajour.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    chunk-size: 0                | ajour.jobs.acknowledgements.chunk-size must be at least 1
                    chunk-size: many             | ajour.jobs.acknowledgements.chunk-size has a value that cannot be used
                    late-after: 0s               | ajour.jobs.acknowledgements has a value that cannot be used: late-after must be longer
                    deadline: -1h                | ajour.jobs.acknowledgements has a value that cannot be used: deadline must be longer
                    schedule: "61 * * * *"       | schedule is '61 * * * *'; it must be the five fields of cron
                    schedule: "0 5 * * * ?"      | schedule is '0 5 * * * ?'; it must be the five fields of cron
                    schedule: daily              | schedule is 'daily'; it must be the five fields of cron
                    schedule: "0 0 L * *"        | schedule is '0 0 L * *'; it must be the five fields of cron
                    schedule: "0 0 1 * 1"        | days of the month and days of the week
                    time-zone: Europe/Olso       | ajour.jobs.acknowledgements.time-zone has a value that cannot be used
                    enabled: perhaps             | ajour.jobs.acknowledgements.enabled has a value that cannot be used
                    shedule: "1 * * * *"         | ajour.jobs.acknowledgements.shedule is no setting of this version
                    """)
    void wrong_value_is_told_with_its_file_and_line(String line, String told) throws IOException {
        Files.writeString(folder.resolve("acknowledgements.yaml"), """
                # ours
                ajour:
                  jobs:
                    acknowledgements:
                      %s
                """.formatted(line));

        var result = ajour.ajour("run", "acknowledgements");

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.err()).contains(told).contains(folder.resolve("acknowledgements.yaml") + ", line 5: ");
        assertThat(result.out()).isEmpty();

        assertThat(ajour.ajour("doctor").out().replaceAll("\\s+", " ")).contains("acknowledgements.yaml, line 5: ");
    }

    @Test
    void number_given_as_a_value_is_not_shown() throws IOException {
        Files.writeString(
                folder.resolve("acknowledgements.yaml"), "ajour.jobs.acknowledgements.chunk-size: \"53886912345\"\n");

        assertThat(ajour.ajour("run", "acknowledgements").err())
                .contains("chunk-size has a value that cannot be used")
                .doesNotContain("53886912345");
    }

    @Test
    void misspelt_name_is_told_with_the_names_that_there_are() throws IOException {
        Files.writeString(
                folder.resolve("acknowledgements.yaml"), "ajour.jobs.acknowledgements.error-budget.shore: 0.2\n");

        assertThat(ajour.ajour("run", "acknowledgements").err())
                .contains("which has there count, share; correct its name");
    }

    @Test
    void file_that_is_not_yaml_is_named() throws IOException {
        Files.writeString(folder.resolve("acknowledgements.yaml"), "ajour:\n  jobs: [\n  oops: }\n");

        var result = ajour.ajour("run", "acknowledgements");

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.err()).contains("line 3: this is not YAML; correct it");
    }

    @Test
    void file_that_is_no_jobs_is_refused_and_an_editors_is_not() throws IOException {
        Files.writeString(folder.resolve(".swp"), "");
        assertThat(ajour.ajour("run", "acknowledgements").exitCode()).isZero();

        Files.writeString(folder.resolve("acknowledgement.yaml"), "");
        var result = ajour.ajour("run", "acknowledgements");

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.err())
                .contains(folder.resolve("acknowledgement.yaml") + " is no job's file")
                .contains("digital-active.yaml");
    }

    @Test
    void folder_that_was_named_and_is_not_there_is_refused() {
        ajour.set("ajour.jobs-folder", folder.resolve("none").toString());

        var result = ajour.ajour("status");

        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.err()).contains("ajour.jobs-folder is " + folder.resolve("none") + ", which is no folder");
    }

    @Test
    void job_that_there_is_not_is_refused_wherever_it_is_named() {
        ajour.set("ajour.jobs.acknowledgement.enabled", "false");
        try {
            var result = ajour.ajour("run", "acknowledgements");

            assertThat(result.exitCode()).isEqualTo(40);
            assertThat(result.err())
                    .contains("ajour.jobs.acknowledgement is no job")
                    .contains("Jobs: acknowledgements, digital-active, ");
            assertThat(ajour.ajour("doctor").out()).contains("ajour.jobs.acknowledgement is no job");
        } finally {
            ajour.unset("ajour.jobs.acknowledgement.enabled");
        }
    }

    @Test
    void job_that_is_off_does_nothing_and_is_never_late() throws IOException {
        Files.writeString(folder.resolve("acknowledgements.yaml"), "ajour.jobs.acknowledgements.enabled: false\n");
        long before = runs();

        var result = ajour.ajour("run", "acknowledgements");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("acknowledgements is off (ajour.jobs.acknowledgements.enabled)");
        assertThat(runs()).isEqualTo(before);
        assertThat(ajour.ajour("status", "--json").out()).doesNotContain("\"acknowledgements\"");
    }

    @Test
    void job_runs_for_its_tenants_alone() throws IOException {
        Files.writeString(
                folder.resolve("acknowledgements.yaml"),
                "ajour.jobs.acknowledgements.tenants: [\"%s\"]\n".formatted(HEIA));

        assertThat(ajour.ajour("run", "acknowledgements").out()).contains(HEIA).doesNotContain(LYKKEBY);
        assertThat(ajour.ajour("status", "acknowledgements").out())
                .contains(HEIA)
                .doesNotContain(LYKKEBY);
        var other = ajour.ajour("run", "acknowledgements", "--tenant", LYKKEBY);
        assertThat(other.exitCode()).isEqualTo(64);
        assertThat(other.err()).contains("ajour.jobs.acknowledgements.tenants does not name it");

        Files.writeString(
                folder.resolve("acknowledgements.yaml"), "ajour.jobs.acknowledgements.tenants: [\"123456785\"]\n");
        var unknown = ajour.ajour("run", "acknowledgements");
        assertThat(unknown.exitCode()).isEqualTo(40);
        assertThat(unknown.err()).contains("names 123456785, which is no tenant");
    }

    private long runs() {
        return ajour.database()
                .sql("select count(*) from ajour.run")
                .query(Long.class)
                .single();
    }

    @Test
    void the_files_that_the_program_brings_are_a_complete_set_of_examples() throws IOException {
        try (var files = Files.list(Path.of("jobs"))) {
            for (var file : files.toList()) {
                assertThat(file)
                        .content()
                        .containsPattern("enabled: (true|false)")
                        .contains("schedule: \"", "time-zone: Europe/Oslo");
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        assertThat(ajour.ajour("run", "acknowledgements").exitCode()).isZero();
    }
}
