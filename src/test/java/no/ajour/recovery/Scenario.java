package no.ajour.recovery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/** How often a scenario is tried, and with which random choices. */
final class Scenario {
    /** Rounds of each scenario: the system property {@code recovery.rounds}, 2 without it. */
    static final int ROUNDS = Integer.getInteger("recovery.rounds", 2);

    /** Whether everything is tried, and not a {@link #sample} of it. */
    static final boolean LONG = ROUNDS > 3;

    private static final long SEED =
            Long.getLong("recovery.seed", ThreadLocalRandom.current().nextInt(1_000_000));

    /** What is tried. */
    @FunctionalInterface
    interface Trial {
        void with(RandomGenerator random) throws Exception;
    }

    private Scenario() {}

    /** Tries something with random choices of its own; a failure names the seed that repeats them. */
    static void run(String name, Trial trial) {
        System.out.println(name + ": -Drecovery.seed=" + SEED);
        try {
            trial.with(random(name));
        } catch (Exception | AssertionError e) {
            throw new AssertionError(name + ", with -Drecovery.seed=" + SEED + ": " + e.getMessage(), e);
        }
    }

    /** All of them, or in the ordinary build a few that the seed chooses. */
    static <T> Stream<T> sample(String name, List<T> all, int few) {
        if (LONG) {
            return all.stream();
        }
        var mixed = new ArrayList<>(all);
        Collections.shuffle(mixed, Random.from(random(name)));
        return mixed.stream().limit(few);
    }

    /** All jobs, or in the ordinary build a few that the seed chooses. */
    static Stream<Job> jobs(String name) {
        return sample(name, List.of(Job.values()), 2);
    }

    private static RandomGenerator random(String name) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED * 31 + name.hashCode());
    }
}
