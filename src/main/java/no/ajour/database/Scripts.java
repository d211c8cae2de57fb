package no.ajour.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The scripts of {@code sql/} that are in this program. */
final class Scripts {
    private Scripts() {}

    /** Their versions, such as 1 of {@code V1__ajour.sql}. */
    static Set<String> versions() {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath:sql/V*__*.sql"))
                    .map(script -> Objects.requireNonNull(script.getFilename()))
                    .map(name -> name.substring(1, name.indexOf("__")))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
