package no.ajour.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import no.ajour.testing.OutputWatch;
import org.junit.jupiter.api.Test;

class DemoTest {

    @Test
    void books_agree_after_two_days_and_no_number_is_shown() throws IOException {
        var shown = new ByteArrayOutputStream();

        boolean agree = Demo.run(new PrintStream(shown, true, StandardCharsets.UTF_8));

        var text = shown.toString(StandardCharsets.UTF_8);
        assertThat(agree).as(text).isTrue();
        assertThat(text).contains("The books agree.").contains("done, with dead letters");
        assertThat(OutputWatch.numbersIn(text)).isEmpty();
    }
}
