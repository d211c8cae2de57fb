package no.ajour.run;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Makes every step of every job, so that none can be without its fence and its books: rows, position, tally and Spring
 * Batch's own counters are one transaction, which commits only while the run holds its lease and the sums agree.
 *
 * <p>A restarted run leaves out the steps that were completed, but for those made with {@link #always}.
 */
public final class Steps {
    private final JobRepository repository;
    private final PlatformTransactionManager transactions;
    private final Books books;
    private final StopSignals stops;
    private final Jobs jobs;
    private final Duration drain;
    private final boolean always;

    Steps(
            JobRepository repository,
            PlatformTransactionManager transactions,
            Books books,
            StopSignals stops,
            Jobs jobs,
            Duration drain,
            boolean always) {
        this.repository = repository;
        this.transactions = transactions;
        this.books = books;
        this.stops = stops;
        this.jobs = jobs;
        this.drain = drain;
        this.always = always;
    }

    /** Makes steps that are taken again in a restart, since what they look for may have come about after them. */
    public Steps always() {
        return new Steps(repository, transactions, books, stops, jobs, drain, true);
    }

    /**
     * A step that reads items and writes them in chunks, a transaction each.
     *
     * @param name of the step, unique in its job
     * @param chunkSize items a transaction
     * @param reader begins from the tables whenever the step starts
     * @param equations must hold whenever a chunk commits; dead letters are measured against what the first one takes in
     *     that counts them
     */
    public <T> Step step(
            Run run, String name, int chunkSize, FetchAhead<T> reader, ChunkWriter<T> writer, Equation... equations) {
        var stop = new StopSignal(stops.of(run));
        reader.stopsWith(stop, drain);
        return make(run, name, chunkSize, reader, writer, stop, equations);
    }

    /** A step that does one thing in one transaction. */
    public Step once(Run run, String name, ChunkWriter<String> work, Equation... equations) {
        return make(run, name, 1, new Once(name), work, new StopSignal(stops.of(run)), equations);
    }

    /** A step that does a thing again and again, a transaction each, until nothing is left or the run is to stop. */
    public Step rounds(Run run, String name, Round round, Equation... equations) {
        var stop = new StopSignal(stops.of(run));
        var rounds = new Rounds(stop);
        return make(run, name, 1, rounds, (items, tally) -> rounds.took(round.take(tally)), stop, equations);
    }

    /**
     * Steps that are taken side by side, whatever becomes of one of them. What follows in the run begins when all have ended
     * well. Each has its own transactions, sums and error budget; they must not wait for each other's rows.
     *
     * @param atOnce how many are taken at a time
     */
    public static Step sideBySide(String name, List<Step> steps, int atOnce) {
        var all = List.copyOf(steps);
        return new SideBySide(name, () -> all, atOnce);
    }

    /** As {@link #sideBySide(String, List, int)}, all at a time, of as many steps as there is work for when they begin. */
    public static Step sideBySide(String name, Supplier<List<Step>> steps) {
        return new SideBySide(name, steps, Integer.MAX_VALUE);
    }

    private <T> Step make(
            Run run,
            String name,
            int chunkSize,
            ItemReader<T> reader,
            ChunkWriter<T> writer,
            StopSignal stop,
            Equation... equations) {
        var given = List.of(equations);
        var budget = new Budgeting(run.job(), jobs.of(run.job()).errorBudget(), given);
        var closing = new ClosingWriter<>(run, name, writer, books, given, budget, stop);
        var builder = new StepBuilder(name, repository)
                .<T, T>chunk(chunkSize)
                .transactionManager(transactions)
                .reader(reader)
                .writer(closing)
                .listener(closing);
        if (reader instanceof StepExecutionListener listener) {
            builder.listener(listener);
        }
        return builder.allowStartIfComplete(always).build();
    }
}
