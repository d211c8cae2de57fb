package no.ajour.helseid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import no.ajour.failure.WrongInstallation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The attest of the Tillitsrammeverk: in which role, from where and what for a person asks. What must be in it differs with
 * person, place and API, so it is the installation's own file, and HelseID judges it. It is never shown.
 */
final class Attest {
    private static final JsonMapper JSON = new JsonMapper();

    private final LoginSettings settings;

    Attest(LoginSettings settings) {
        this.settings = settings;
    }

    /**
     * For the parameter {@code authorization_details} (RFC 9396 section 2): an array, whose text is the file's own.
     *
     * @return null if it is not given there
     * @throws WrongInstallation if the file cannot be read or is no JSON
     */
    @Nullable
    String pushed() {
        Path file = settings.attestFile();
        if (file == null || settings.attestIn() != LoginSettings.AttestIn.PAR) {
            return null;
        }
        String text = read(file);
        return parse(file, text).isArray() ? text : "[" + text + "]";
    }

    /**
     * The details of a client assertion, those of the organisation and, if it is given there, the attest.
     *
     * @param organisation null for none
     * @return null for nothing at all
     */
    @Nullable
    Object beside(@Nullable Object organisation) {
        Path file = settings.attestFile();
        if (file == null || settings.attestIn() != LoginSettings.AttestIn.ASSERTION) {
            return organisation;
        }
        var details = new ArrayList<Object>();
        if (organisation != null) {
            details.add(organisation);
        }
        Object attest = JSON.treeToValue(parse(file, read(file)), Object.class);
        if (attest instanceof List<?> several) {
            details.addAll(several);
        } else {
            details.add(attest);
        }
        return details.size() == 1 ? details.getFirst() : details;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw wrong(file, "cannot be read (" + e.getClass().getSimpleName() + "); check path and permissions");
        }
    }

    private static JsonNode parse(Path file, String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.isObject() || json.isArray()) {
                return json;
            }
        } catch (JacksonException e) {
            // Not a cause: it quotes what it read.
        }
        throw wrong(file, "is no JSON object or array; correct it");
    }

    private static WrongInstallation wrong(Path file, String problem) {
        return new WrongInstallation("ajour.helseid.login.attest-file: " + file + " " + problem);
    }
}
