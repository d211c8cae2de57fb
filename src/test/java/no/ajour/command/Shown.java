package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import no.ajour.testing.Installation;
import no.ajour.testing.OutputWatch;

/** What holds of everything that a command prints. */
final class Shown {
    private Shown() {}

    /** Fits the screen, and shows nobody's number. */
    static Installation.Result fit(Installation.Result result) {
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        return numberless(result);
    }

    /** Shows nobody's number. */
    static Installation.Result numberless(Installation.Result result) {
        assertThat(OutputWatch.numbersIn(result.out() + result.err())).isEmpty();
        return result;
    }
}
