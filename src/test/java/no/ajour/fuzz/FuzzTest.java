package no.ajour.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever comes from outside, a parser reads it or refuses it, in its own words, soon, in little memory, and without telling
 * a number that may be a person's.
 */
class FuzzTest {
    private static final long INPUTS = Long.getLong("ajour.fuzz.inputs", 1000);
    private static final long SEED = Long.getLong("ajour.fuzz.seed", 0);
    private static final Pattern PARSERS = Pattern.compile(System.getProperty("ajour.fuzz.parsers", ""));

    private static final int ENOUGH_TO_TELL = 100;

    @TestFactory
    Stream<DynamicTest> any_input_is_read_or_refused() {
        long seed = SEED == 0 ? RandomGenerator.getDefault().nextLong() : SEED;
        return AllParsers.stream()
                .filter(parser -> PARSERS.matcher(parser.name()).find())
                .map(parser -> dynamicTest(parser.name(), () -> fuzz(parser, seed)));
    }

    private static void fuzz(Parser parser, long seed) throws InterruptedException {
        var tally = new Fuzzer(parser, seed, INPUTS).run();
        // What refuses everything has been tried at its door only.
        assertThat(tally.read())
                .as("inputs that %s reads, seed %d", parser, seed)
                .isGreaterThan(tally.refused() < ENOUGH_TO_TELL ? -1 : tally.refused() / 1000);
    }
}
