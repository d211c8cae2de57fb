package no.ajour.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import org.junit.jupiter.api.Test;

class UnreadableFileTest {

    @Test
    void file_that_may_not_be_read_is_named() {
        var thrown = new IllegalStateException(
                "IO error on loading imports from [optional:file:./]",
                new FileNotFoundException("config/application.yaml (Permission denied)"));

        assertThat(UnreadableFile.explain(thrown).orElseThrow())
                .contains("config/application.yaml (Permission denied)")
                .contains("let the user that Ajour runs as read it");
    }

    @Test
    void what_has_to_do_with_other_files_is_left_to_others() {
        assertThat(UnreadableFile.explain(new IllegalStateException(new FileNotFoundException("list.csv"))))
                .isEmpty();
    }
}
