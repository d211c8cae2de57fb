package no.ajour.recovery;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A moment of a run, at which something happens to it. Chosen by chance: before or while an API answers some call, a
 * little later, or some time after the run began.
 *
 * @param call which of the run's API calls, from 0; negative for none, so that the beginning of the run counts
 * @param later how long after that; zero is before the call is served
 */
record Moment(int call, Duration later) {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    static Moment random(RandomGenerator random, Job job) {
        if (random.nextInt(5) == 0) {
            return new Moment(-1, Duration.ofMillis(random.nextInt(400)));
        }
        var later = random.nextInt(3) == 0 ? Duration.ZERO : Duration.ofNanos(random.nextInt(60_000_000));
        return new Moment(random.nextInt(job.calls()), later);
    }

    /**
     * Waits for the moment in the next run that begins, on other threads.
     *
     * @return to be closed when the run has ended, since it may end before its moment comes
     */
    Ambush then(World world, Runnable blow) {
        var ambush = new Ambush(blow);
        if (call < 0) {
            long before = runs(world);
            Thread.ofVirtual().start(() -> {
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(LIMIT)
                        .ignoreExceptions()
                        .until(() -> runs(world) > before);
                later(ambush);
            });
        } else {
            world.sandbox().faults().when(Job::makes).skip(call).run(() -> later(ambush));
        }
        return ambush;
    }

    private void later(Ambush ambush) {
        if (later.isZero()) {
            ambush.strike();
        } else {
            CompletableFuture.delayedExecutor(later.toNanos(), TimeUnit.NANOSECONDS)
                    .execute(ambush::strike);
        }
    }

    private static long runs(World world) {
        return world.count("select count(*) from ajour.run");
    }

    /** Strikes once, if at all. */
    static final class Ambush implements AutoCloseable {
        private final CountDownLatch struck = new CountDownLatch(1);
        private final Runnable blow;
        private boolean over;

        private Ambush(Runnable blow) {
            this.blow = blow;
        }

        private synchronized void strike() {
            if (!over) {
                over = true;
                blow.run();
                struck.countDown();
            }
        }

        /** Whether it has struck within that time. */
        boolean struck(Duration within) throws InterruptedException {
            return struck.await(within.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public synchronized void close() {
            over = true;
        }
    }
}
