package no.ajour.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import no.ajour.testing.AjourProcess;
import no.ajour.testing.Installation;
import org.awaitility.core.ConditionFactory;

/**
 * A process that stands still until others have what it held, and wakes up while they work or when they have ended. Whatever
 * trouble there is besides, nothing more may be counted in the name of its runs, and none of them may be said to be completed.
 */
final class Overtaken {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    // In trouble, a run may end before it has a lease.
    private static final int STARTS = 5;

    /** A run that stands still. */
    private record Zombie(long id, String tenant, long token) {}

    private final World world;
    private final Job job;
    private final RandomGenerator random;
    private final List<AjourProcess> others = new ArrayList<>();
    private List<Zombie> zombies = List.of();
    private List<String> counted = List.of();
    private boolean overtaken;

    Overtaken(World world, Job job, RandomGenerator random) {
        this.world = world;
        this.job = job;
        this.random = random;
    }

    /** Waits for the end of all. */
    List<Installation.Result> processes(Ambushes ambushes) {
        var victim = new Victim();
        var frozen = new CompletableFuture<Boolean>();
        ambushes.add(Moment.random(random, job).then(world, () -> frozen.complete(victim.freezeIfAlive())));
        var process = victim.is(world.start(job));
        // It may have ended before the moment.
        patiently().until(() -> frozen.isDone() || !process.isAlive());
        if (frozen.getNow(false)) {
            overtake(process);
        }
        var ended = new ArrayList<Installation.Result>();
        ended.add(process.end(LIMIT));
        others.forEach(other -> ended.add(other.end(LIMIT)));
        return ended;
    }

    private void overtake(AjourProcess process) {
        try {
            zombies = patiently().until(this::running, runs -> true);
            world.changeAtApis();
            for (int start = 0; start < STARTS && !isOvertaken(); start++) {
                patiently().until(() -> world.leasesAreFree(job));
                var other = world.start(job);
                others.add(other);
                patiently().until(() -> isOvertaken() || !other.isAlive());
            }
            overtaken = !zombies.isEmpty() && isOvertaken();
            counted = patiently().until(this::counted, lines -> true);
            if (random.nextBoolean()) {
                others.forEach(other -> other.end(LIMIT));
            }
        } finally {
            CompletableFuture.delayedExecutor(random.nextInt(1500), TimeUnit.MILLISECONDS)
                    .execute(process::thaw);
        }
    }

    /** Whether others had the leases of what stood still. */
    boolean happened() {
        return overtaken;
    }

    /** When all have ended, and the database is there. */
    void check() {
        if (overtaken) {
            assertThat(counted())
                    .as("what was counted for runs whose leases others had, before they woke up and after")
                    .isEqualTo(counted);
            assertThat(zombies.stream().map(this::state).toList())
                    .as("states of runs whose leases others had")
                    // Still running, if those others could not write that it has failed: the next one does.
                    .isSubsetOf("failed", "stopped", "running");
        }
    }

    private List<Zombie> running() {
        return world.database()
                .sql("select id, tenant, token from ajour.run where job = :job and state = 'running'")
                .param("job", job.toString())
                .query(Zombie.class)
                .list();
    }

    private boolean isOvertaken() {
        return patiently()
                .until(
                        () -> zombies.stream().allMatch(zombie -> token(zombie) > zombie.token()) && !others.isEmpty(),
                        answered -> true);
    }

    private long token(Zombie zombie) {
        return world.database()
                .sql("select token from ajour.lease where job = :job and tenant = :tenant")
                .param("job", job.toString())
                .param("tenant", zombie.tenant())
                .query(Long.class)
                .single();
    }

    private List<String> counted() {
        return zombies.stream()
                .flatMap(zombie ->
                        world.database().sql("""
                                select step || ' ' || line || ' ' || amount from ajour.tally where run_id = :run
                                order by step_execution_id, line
                                """).param("run", zombie.id()).query(String.class).list().stream())
                .toList();
    }

    private String state(Zombie zombie) {
        return world.database()
                .sql("select state from ajour.run where id = :run")
                .param("run", zombie.id())
                .query(String.class)
                .single();
    }

    // The database may be away meanwhile.
    private static ConditionFactory patiently() {
        return await().pollInterval(Duration.ofMillis(50)).atMost(LIMIT).ignoreExceptions();
    }
}
