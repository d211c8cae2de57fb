package no.ajour.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import no.ajour.command.CommandLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages on deployment say to type and to write is understood by whom it is for. */
class DeploymentPagesTest {
    private static final Page KUBERNETES = new Page(Path.of("docs/kubernetes.md"));
    private static final Page SERVER = new Page(Path.of("docs/server.md"));
    private static final String MANIFEST = Program.read(Path.of("k8s-cronjob.yaml"));
    private static final Pattern SETTING = Pattern.compile("(ajour|spring|logging|management)(\\.[a-zA-Z-]+){2,}");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)?(#[^)]+)?\\)");

    @ParameterizedTest
    @ValueSource(strings = {"docs/kubernetes.md", "docs/server.md", "docs/operations.md", "README.md"})
    void every_command_is_understood_by_the_program(String file) {
        var commands = new Page(Path.of(file)).commands();

        assertThat(commands).isNotEmpty().allSatisfy(words -> {
            // In sentences and tables a placeholder is in capitals, and what may be left out in brackets.
            var given = words.stream()
                    .filter(word -> !word.matches("\\[.*|.*]|\\.\\.\\.|…"))
                    .map(word -> word.matches("[A-Z]+|.*\\|.*") ? "1" : word)
                    .toList();
            assertThat(CommandLines.fault(given)).as("ajour " + words).isNull();
            if (given.size() > 1 && given.getFirst().equals("run")) {
                assertThat(new Program().jobs()).contains(given.get(1).replaceAll("^(1|%i)$", "journal-events"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/kubernetes.md", "docs/server.md"})
    void every_setting_that_is_named_exists(String file) {
        var page = new Page(Path.of(file));
        var settings = page.blocks("yaml").stream()
                .filter(DeploymentPagesTest::isSettings)
                .toList();

        assertThat(settings).isNotEmpty();
        for (var block : settings) {
            assertThat(Program.flat(block).stringPropertyNames()).allMatch(KnownSettings::property);
        }
        for (var code : page.code()) {
            if (SETTING.matcher(code.replaceFirst(": .*", "")).matches()) {
                assertThat(code.replaceFirst(": .*", "")).matches(KnownSettings::property);
            }
        }
        Pattern.compile("\\b(AJOUR_[A-Z_]+)\\b").matcher(page.text()).results().forEach(variable -> assertThat(
                        variable.group())
                .matches(KnownSettings::variable));
        Pattern.compile("(?:path: |secrets/|migrate/)((?:spring|ajour)\\.[a-z.-]+[a-z])[}`]")
                .matcher(page.text())
                .results()
                .forEach(secret -> assertThat(secret.group(1)).matches(KnownSettings::property));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/kubernetes.md", "docs/server.md"})
    void every_link_leads_somewhere(String file) {
        LINK.matcher(new Page(Path.of(file)).text()).results().forEach(link -> {
            var target = link.group(1) == null ? Path.of(file) : Path.of(file).resolveSibling(link.group(1));
            assertThat(target).exists();
            if (link.group(2) != null) {
                var headings = new Page(target)
                        .text()
                        .lines()
                        .filter(line -> line.startsWith("#"))
                        .map(line -> line.replaceFirst("#+ ", "")
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9 -]", "")
                                .replace(' ', '-'));
                assertThat(headings).contains(link.group(2).substring(1));
            }
        });
    }

    @Test
    void serve_on_kubernetes_stands_every_check_beside_the_documents_that_it_shares() {
        var serve = KUBERNETES.blocks("yaml").stream()
                .filter(block -> block.contains("kind: Deployment"))
                .findFirst()
                .orElseThrow();

        assertThat(Checks.of(MANIFEST + "---\n" + serve)).isEmpty();
    }

    @Test
    void filled_in_settings_are_those_of_the_manifest() {
        var shown = KUBERNETES.blocks("yaml").stream()
                .filter(DeploymentPagesTest::isSettings)
                .findFirst()
                .orElseThrow();
        var config = Manifest.of(MANIFEST).find(Kind.ConfigMap, "ajour").orElseThrow();

        assertThat(Program.flat(shown).stringPropertyNames())
                .isEqualTo(Program.flat(config.at("data").at("application.yaml").text())
                        .stringPropertyNames());
    }

    @Test
    void documents_that_the_page_names_are_in_the_manifest() {
        var manifest = Manifest.of(MANIFEST);
        var named = Pattern.compile("(cronjob|job|secret)/([a-z-]+)")
                .matcher(KUBERNETES.text())
                .results()
                .map(match -> match.group(1) + " " + match.group(2))
                .filter(name -> !name.equals("job doctor"))
                .distinct()
                .toList();

        assertThat(named).contains("cronjob command", "job migrate").allSatisfy(name -> assertThat(
                        manifest.documents().stream()
                                .map(document -> document.document().toLowerCase(Locale.ROOT)))
                .contains(name));
        for (var key : manifest.find(Kind.Secret, "ajour")
                .orElseThrow()
                .at("stringData")
                .fields()) {
            assertThat(KUBERNETES.text()).contains("`" + key + "`").containsAnyOf(key + "=", "from-file=" + key);
        }
    }

    @Test
    void units_have_only_sections_and_keys_that_systemd_knows() {
        var units = SERVER.blocks("ini");

        assertThat(units).hasSize(3).allSatisfy(unit -> {
            String section = "";
            for (var line : unit.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList()) {
                if (line.startsWith("[")) {
                    section = line;
                    assertThat(Units.KEYS).containsKey(section);
                } else {
                    assertThat(line).contains("=");
                    assertThat(Units.KEYS.get(section)).as(section).contains(line.replaceFirst("=.*", ""));
                }
            }
        });
        for (var service : units.subList(0, 2)) {
            assertThat(service)
                    .contains("RestartPreventExitStatus=40 64\n", "TimeoutStopSec=60s\n", "NoNewPrivileges=yes\n")
                    .contains("ProtectSystem=strict\n", "CapabilityBoundingSet=\n")
                    .containsPattern("SuccessExitStatus=(10 20 )?143\n");
        }
    }

    @Test
    void timers_agree_with_the_schedules_of_jobs() {
        var program = new Program();
        for (var job : program.jobs()) {
            assertThat(SERVER.text())
                    .contains("| `" + job + "` | `" + calendar(program.setting(job, "schedule")) + " "
                            + program.setting(job, "time-zone") + "` |");
        }
        assertThat(SERVER.blocks("ini").getLast())
                .contains("OnCalendar=" + calendar(program.setting("journal-events", "schedule")) + " Europe/Oslo\n");
    }

    // Minutes and hours; the schedules have no more.
    private static String calendar(String cron) {
        var fields = cron.split(" ", -1);
        assertThat(Arrays.copyOfRange(fields, 2, 5)).containsOnly("*");
        return "*-*-* " + padded(fields[1]) + ":" + padded(fields[0]) + ":00";
    }

    private static String padded(String field) {
        return field.replaceAll("\\b([0-9])\\b", "0$1").replace("-", "..");
    }

    private static boolean isSettings(String block) {
        return !block.contains("apiVersion: ")
                && Manifest.yaml(block) instanceof Map<?, ?> map
                && Set.of("spring", "ajour", "logging").containsAll(map.keySet());
    }

    @Test
    void version_of_the_program_is_the_only_one_that_is_named() {
        for (var page : List.of(KUBERNETES, SERVER)) {
            Pattern.compile("ajour[-:]([0-9]+\\.[0-9]+\\.[0-9]+)")
                    .matcher(page.text())
                    .results()
                    .forEach(version -> assertThat(version.group(1)).isEqualTo(Program.version()));
        }
        assertThat(Files.exists(Path.of("sql/beforeMigrate__roles.sql"))).isTrue();
    }
}
