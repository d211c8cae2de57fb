package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Tries to make Ajour lose something: installations with troubles that chance chooses and combines, until the time is up or
 * so many rounds are over. The seed is printed; with {@code -Dreliability.seed} and {@code -Dreliability.rounds} the choices of an
 * installation are made again, moments apart, which are also the machine's.
 */
class ReliabilityCampaign {
    private static final int ROUNDS = Integer.getInteger("reliability.rounds", 0);
    private static final int MINUTES = Integer.getInteger("reliability.minutes", 3);
    private static final int FAILURES = 5;
    private static final int AT_ONCE = Integer.getInteger("reliability.at-once", 4);
    private static final long SEED =
            Long.getLong("reliability.seed", ThreadLocalRandom.current().nextInt(1_000_000_000));

    private final CampaignReport report = new CampaignReport();
    private final AtomicInteger begun = new AtomicInteger();
    private final long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);

    @Test
    void nothing_is_lost_and_the_next_plain_run_repairs_everything() throws Exception {
        System.out.println("Reliability campaign, seed " + SEED);
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < AT_ONCE; i++) {
                threads.execute(this::installations);
            }
        }
        var lines = report.lines(SEED);
        lines.forEach(System.out::println);
        Files.write(Path.of("target/reliability.txt"), lines);
        assertThat(report.failures()).as("what went wrong").isEmpty();
    }

    // One that fails is left, and others go on: an hour of rounds may show more than one thing.
    private void installations() {
        while (goesOn()) {
            // Each has a seed of its own, with which it can be had alone.
            long seed = SEED + begun.getAndIncrement();
            try (var campaign = CampaignInstallation.of(seed, report)) {
                campaign.prepare();
                for (int round = 1; round <= CampaignInstallation.ROUNDS && (round == 1 || goesOn()); round++) {
                    campaign.round(round);
                }
                campaign.settle();
            } catch (Exception | AssertionError e) {
                report.failed(seed, e);
            }
        }
    }

    private boolean goesOn() {
        return report.failures().size() < FAILURES
                && (ROUNDS > 0 ? report.rounds() < ROUNDS : System.nanoTime() < deadline);
    }
}
