package no.ajour.doctor;

import java.util.List;
import java.util.function.Consumer;
import no.ajour.failure.Failure;
import no.ajour.failure.Redaction;
import org.springframework.boot.context.config.ConfigDataException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.context.ConfigurableApplicationContext;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Makes all checks, one after the other, and never stops at a trouble. */
public final class Doctor implements AutoCloseable {

    /** Says what is wrong with a setting: which one, and what to do. */
    @FunctionalInterface
    public interface Explanation {
        String of(BindException wrong);
    }

    private static final int LONGEST = 400;

    private final List<Check> checks;
    private final Database database;

    private Doctor(List<Check> checks, Database database) {
        this.checks = checks;
        this.database = database;
    }

    /**
     * For an installation.
     *
     * @param program all of the program's parts, none of them made yet
     */
    public static Doctor of(ConfigurableApplicationContext program, Explanation explanation) {
        var parts = new Parts(program, explanation);
        var settings = new Settings(program.getEnvironment(), explanation);
        var database = new Database(settings, parts);
        var apis = new ConfiguredApis(settings);
        var clock = parts.clock();
        var helseId = new HelseId(settings, clock);
        var tokens = new TokenCheck(helseId, apis, settings);
        return new Doctor(
                List.of(
                        new SettingsCheck(settings, parts, apis),
                        new TenantCheck(settings),
                        new DatabaseCheck(database),
                        new SchemaCheck(database, parts),
                        new RightsCheck(database),
                        new DatabaseClockCheck(database, clock),
                        new FeedCheck(database),
                        new KeyFileCheck(helseId),
                        new HelseIdCheck(helseId),
                        new ClockCheck(helseId),
                        tokens,
                        new ReachCheck(helseId, apis),
                        new PingCheck(helseId, apis, tokens),
                        new ProgramCheck(settings, database, parts)),
                database);
    }

    /**
     * The only finding where the settings cannot even be read.
     *
     * @param thrown on the attempt
     */
    public static Finding unreadable(RuntimeException thrown) {
        String found = "the settings cannot be read";
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            // Not the message, which quotes the file.
            if (cause instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
                found = "a settings file is not YAML: see its line "
                        + (yaml.getProblemMark().getLine() + 1);
            } else if (cause instanceof ConfigDataException data) {
                found = Redaction.of(data.getMessage(), LONGEST);
            }
        }
        return Finding.wrong(
                "settings", null, found, "correct application.yaml, or the job's file in ajour.jobs-folder");
    }

    /** Makes all checks; each finding is given out when it is made. */
    public void examine(Consumer<Finding> each) {
        for (Check check : checks) {
            findings(check).forEach(each);
        }
    }

    private static List<Finding> findings(Check check) {
        try {
            return check.findings();
        } catch (NotPossible e) {
            return List.of(Finding.skipped(check.name(), null, String.valueOf(e.getMessage())));
        } catch (Failure e) {
            return List.of(Finding.wrong(check.name(), null, e));
        } catch (RuntimeException e) {
            // Not its message: it may be anyone's, and quote anything.
            return List.of(Finding.wrong(
                    check.name(),
                    null,
                    "the check itself failed (" + e.getClass().getSimpleName() + ")",
                    "report it as a fault of Ajour"));
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
