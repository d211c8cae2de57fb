package no.ajour.recovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
            var workers = new ArrayList<Future<?>>();
            for (int i = 0; i < AT_ONCE; i++) {
                workers.add(threads.submit((Callable<Void>) () -> {
                    installations();
                    return null;
                }));
            }
            AssertionError failed = null;
            for (var worker : workers) {
                try {
                    worker.get();
                } catch (ExecutionException e) {
                    report.failed();
                    var failure =
                            e.getCause() instanceof AssertionError error ? error : new AssertionError(e.getCause());
                    if (failed == null) {
                        failed = failure;
                    } else {
                        failed.addSuppressed(failure);
                    }
                }
            }
            tell();
            if (failed != null) {
                throw failed;
            }
        }
    }

    private void installations() throws Exception {
        while (goesOn()) {
            // Each has a seed of its own, with which it can be had alone.
            long seed = SEED + begun.getAndAdd(CampaignInstallation.ROUNDS) / CampaignInstallation.ROUNDS;
            try (var campaign = CampaignInstallation.of(seed, report)) {
                for (int round = 1; round <= CampaignInstallation.ROUNDS && (round == 1 || goesOn()); round++) {
                    campaign.round(round);
                }
                campaign.settle();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("With -Dreliability.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private boolean goesOn() {
        return !report.hasFailed() && (ROUNDS > 0 ? report.rounds() < ROUNDS : System.nanoTime() < deadline);
    }

    private void tell() throws IOException {
        var lines = report.lines(SEED);
        lines.forEach(System.out::println);
        Files.write(Path.of("target/reliability.txt"), lines);
    }
}
