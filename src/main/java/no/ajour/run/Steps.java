package no.ajour.run;

import java.util.List;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Makes every step of every job, so that none can be without its fence and its books: rows, position, tally and Spring
 * Batch's own counters are one transaction, which commits only while the run holds its lease and the sums agree.
 */
public final class Steps {
    private final JobRepository repository;
    private final PlatformTransactionManager transactions;
    private final Books books;

    Steps(JobRepository repository, PlatformTransactionManager transactions, Books books) {
        this.repository = repository;
        this.transactions = transactions;
        this.books = books;
    }

    /**
     * A step that reads items and writes them in chunks, a transaction each.
     *
     * @param name of the step, unique in its job
     * @param chunkSize items a transaction
     * @param reader begins from the tables whenever the step starts; see {@link FetchAhead}
     * @param equations must hold whenever a chunk commits
     */
    public <T> Step step(
            Run run, String name, int chunkSize, ItemReader<T> reader, ChunkWriter<T> writer, Equation... equations) {
        var closing = new ClosingWriter<>(run, name, writer, books, List.of(equations));
        return new StepBuilder(name, repository)
                .<T, T>chunk(chunkSize)
                .transactionManager(transactions)
                .reader(reader)
                .writer(closing)
                .listener(closing)
                // What is left to do is in tables: a run that is started again looks at them in every step.
                .allowStartIfComplete(true)
                .build();
    }

    /** A step that does one thing in one transaction. */
    public Step once(Run run, String name, ChunkWriter<String> work, Equation... equations) {
        return step(run, name, 1, new Once(name), work, equations);
    }
}
