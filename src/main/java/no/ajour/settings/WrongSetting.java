package no.ajour.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import no.ajour.failure.Redaction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/** A setting that cannot be used, in words. */
public final class WrongSetting {
    private static final String PREFIX = "ajour.";
    private static final int LONGEST = 400;
    private static final Pattern FIRST_WORD = Pattern.compile("[a-z][a-z0-9.\\[\\]-]*[a-z0-9\\]]");

    private WrongSetting() {}

    /**
     * Where the setting is given, what it is called, what is wrong and the fix.
     *
     * @param environment that has the setting; null if it is not at hand, and the place is left out where the exception
     *     does not know it
     */
    public static String explain(BindException binding, @Nullable Environment environment) {
        String message = Redaction.of(root(binding).getMessage(), LONGEST);
        // A record's own check, deep in the causes, names the property and the fix.
        if (message.startsWith(PREFIX)) {
            String text = message.replace("ajour.apis.*", binding.getName().toString());
            return where(binding, firstWord(text), environment) + text;
        }
        String name = binding.getName().toString();
        String at = where(binding, name + "." + firstWord(message), environment);
        Class<?> type = binding.getTarget().getType().resolve();
        if (type != null && type.isEnum()) {
            return at + name + " must be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(value -> value.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        return at + name + " has a value that cannot be used: " + message;
    }

    private static String where(BindException binding, String property, @Nullable Environment environment) {
        var own = binding.getProperty();
        Optional<String> where = own == null ? Optional.empty() : Where.of(own);
        if (where.isEmpty() && environment != null && ConfigurationPropertyName.isValid(property)) {
            where = Where.of(environment, ConfigurationPropertyName.of(property));
        }
        return where.map(at -> at + ": ").orElse("");
    }

    private static String firstWord(String message) {
        var word = FIRST_WORD.matcher(message);
        return word.lookingAt() ? word.group() : "";
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
