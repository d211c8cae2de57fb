package no.ajour;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import no.ajour.command.CommandLines;
import org.junit.jupiter.api.Test;

/** Secrets and patients' data are shown by nothing that a log line, an exception or a debugger's note may print. */
class UntoldSecretsTest {
    private static final Pattern SECRET = Pattern.compile(
            "(?i)nin|fnr|.*(token|secret|password|verifier|nonce|assertion|payload)|(proof)?key|code|body|json|resource|text|value");

    // Whose words are ours, or known to hold nothing: an offset, settings, a server's own error code.
    private static final Set<String> HARMLESS = Set.of(
            "PositionStatus.value",
            "Position.value",
            "AcknowledgementSettings.body",
            "Found.nin",
            "Accepted.nin",
            "Unknown.text",
            "Done.value",
            "ApiError.code");

    @Test
    void record_that_may_hold_a_secret_has_a_text_form_of_its_own() {
        var telling = new ArrayList<String>();
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("no.ajour")) {
            if (each.isRecord() && tellsAll(each.reflect())) {
                Arrays.stream(each.reflect().getRecordComponents())
                        .filter(UntoldSecretsTest::mayBeSecret)
                        .forEach(part -> telling.add(each.getSimpleName() + "." + part.getName()));
            }
        }
        assertThat(telling).containsExactlyInAnyOrderElementsOf(HARMLESS);
    }

    private static boolean mayBeSecret(RecordComponent part) {
        return SECRET.matcher(part.getName()).matches()
                && !part.getType().isEnum()
                && !part.getType().isPrimitive();
    }

    // A record's own text form, which has every component in it, is made by a bootstrap method.
    private static boolean tellsAll(Class<?> type) {
        var name = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        try (var bytes = Objects.requireNonNull(type.getResourceAsStream(name))) {
            return ClassFile.of().parse(bytes.readAllBytes()).methods().stream()
                    .filter(method -> method.methodName().equalsString("toString"))
                    .flatMap(method -> method.code().orElseThrow().elementStream())
                    .anyMatch(each -> each instanceof InvokeDynamicInstruction made
                            && made.bootstrapMethod().owner().displayName().equals("ObjectMethods"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // Arguments are in the list of processes, for everybody on the machine.
    @Test
    void no_command_takes_a_secret_as_an_argument() {
        assertThat(CommandLines.options())
                .hasSizeGreaterThan(10)
                .noneMatch(option -> option.matches("(?i).*(password|secret|token|key-file|jwk|fnr|nin)\\b.*"));
    }

    // A dump of the memory has every token and number in it, under a name that anybody can guess.
    @Test
    void java_is_told_to_write_no_dump_and_to_let_nobody_look_in() throws IOException {
        for (var file : List.of("src/image/short.args", "src/image/long.args", "Dockerfile", "k8s-cronjob.yaml")) {
            assertThat(Files.readString(Path.of(file)))
                    .as(file)
                    .doesNotContainPattern(
                            "HeapDump|OnOutOfMemoryError=|OnError=|jdwp|jmxremote|FlightRecord|XX:ErrorFile");
        }
    }
}
