package no.ajour.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import no.ajour.failure.TryLater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fuzzer finds what is wrong with a parser, and says how to see it again. */
class FuzzerTest {
    private static final Logger log = LoggerFactory.getLogger(FuzzerTest.class);
    private static final long SEED = 1;
    private static final List<byte[]> EXAMPLES = List.of("{\"fnr\":\"13879712345\",\"n\":[1,2,3]}".getBytes(UTF_8));

    /** Parsers as nobody should write them. */
    private enum Bad {
        THROWS_WHAT_IT_SHOULD_NOT("NumberFormatException") {
            @Override
            void read(String input, Made made) {
                made.must(Integer.parseInt(between(input, "[", ",")) > Integer.MIN_VALUE, "a number");
            }
        },
        QUOTES_ITS_INPUT("TryLater: cannot be read") {
            @Override
            void read(String input, Made made) {
                if (!input.endsWith("}")) {
                    throw new TryLater("cannot be read: " + input);
                }
            }
        },
        QUOTES_ITS_INPUT_IN_THE_CAUSE("IllegalArgumentException: ") {
            @Override
            void read(String input, Made made) {
                if (!input.endsWith("}")) {
                    throw new TryLater("cannot be read", new IllegalArgumentException(input));
                }
            }
        },
        LOGS_ITS_INPUT("shows what may be a person's number") {
            @Override
            void read(String input, Made made) {
                if (!input.endsWith("}")) {
                    log.info("cannot be read: {}", input);
                }
            }
        },
        GOES_AS_DEEP_AS_ITS_INPUT("StackOverflowError") {
            @Override
            void read(String input, Made made) {
                made.must(depth(input, 0) >= 0, "a depth");
            }
        },
        STORES_WHAT_THE_DATABASE_REFUSES("NUL") {
            @Override
            void read(String input, Made made) {
                made.stored(input);
            }
        },
        IS_QUADRATIC("works for") {
            @Override
            void read(String input, Made made) {
                long pairs = 0;
                for (int i = 0; i < input.length(); i++) {
                    for (int j = 0; j < input.length(); j++) {
                        pairs += input.charAt(i) == input.charAt(j) ? 1 : 0;
                    }
                }
                made.must(pairs >= 0, "a count");
            }
        },
        TAKES_A_LOT_OF_MEMORY("of memory") {
            @Override
            void read(String input, Made made) {
                int length = Math.min(
                        Integer.parseInt("0" + input.replaceAll("[^0-9]", "").substring(0, Math.min(9, digits(input)))),
                        200_000_000);
                made.must(new byte[length].length == length, "a length");
            }
        };

        private final String told;

        Bad(String told) {
            this.told = told;
        }

        abstract void read(String input, Made made);

        private static int digits(String input) {
            return input.replaceAll("[^0-9]", "").length();
        }

        private static String between(String input, String first, String second) {
            int from = input.indexOf(first) + 1;
            int to = input.indexOf(second, from);
            return to < 0 ? "1" : input.substring(from, to);
        }

        private static int depth(String input, int at) {
            return at < input.length() && "[{".indexOf(input.charAt(at)) >= 0 ? 1 + depth(input, at + 1) : 0;
        }
    }

    @ParameterizedTest
    @EnumSource
    void bad_parser_is_caught(Bad bad) {
        var name = bad.name().toLowerCase(Locale.ROOT);
        var fuzzer = new Fuzzer(Parser.ofText(name, texts(), bad::read), SEED, 100_000);

        assertThatThrownBy(fuzzer::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(name)
                .hasMessageContaining(bad.told)
                .hasMessageContaining("seed " + SEED)
                .hasMessageNotContaining("13879712345")
                .hasNoCause();
    }

    @Test
    void refusal_is_right_but_not_of_an_example() throws InterruptedException {
        var refusing = Parser.of("refusing", EXAMPLES, (input, made) -> {
            if (!Arrays.equals(input, EXAMPLES.getFirst())) {
                throw new TryLater("no");
            }
        });
        assertThat(new Fuzzer(refusing, SEED, 1000).run().refused()).isGreaterThan(900);

        var always = Parser.of("always", EXAMPLES, (input, made) -> {
            throw new TryLater("no");
        });
        assertThatThrownBy(new Fuzzer(always, SEED, 1000)::run).hasMessageContaining("its own example");
    }

    @Test
    void same_seed_makes_the_same_inputs_and_another_makes_others() throws InterruptedException {
        assertThat(inputs(1)).usingElementComparator(Arrays::compare).containsExactlyElementsOf(inputs(1));
        assertThat(inputs(1)).usingElementComparator(Arrays::compare).isNotEqualTo(inputs(2));
    }

    @Test
    void inputs_are_of_all_kinds_and_no_longer_than_they_may_be() {
        var mutator = new Mutator(EXAMPLES, new SplittableRandom(SEED));
        var inputs = IntStream.range(0, 20_000).mapToObj(i -> mutator.next()).toList();

        assertThat(inputs).allMatch(input -> input.length <= Mutator.LONGEST);
        for (var wanted :
                List.of("\0", "\uFEFF{", "\\ud83d", "[[[[[[[[", "{\"a\":{\"a\":", "\uFFFD", "2,3]}2,3]}", "1e999999")) {
            assertThat(inputs.stream().map(input -> new String(input, UTF_8)))
                    .as(wanted)
                    .anyMatch(input -> input.contains(wanted));
        }
        assertThat(inputs).anyMatch(input -> input.length == Mutator.LONGEST);
        assertThat(inputs).anyMatch(input -> input.length == 0);
    }

    private static List<byte[]> inputs(long seed) throws InterruptedException {
        var all = new ArrayList<byte[]>();
        new Fuzzer(Parser.of("same", EXAMPLES, (input, made) -> all.add(input)), seed, 100).run();
        return all;
    }

    private static List<String> texts() {
        return EXAMPLES.stream().map(example -> new String(example, UTF_8)).toList();
    }
}
