package no.ajour.run;

import java.util.List;
import java.util.Map;
import no.ajour.failure.TryLater;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Writes a chunk, then closes the books over it in the same transaction. */
final class ClosingWriter<T> implements ItemWriter<T>, StepExecutionListener {
    private final Run run;
    private final String step;
    private final ChunkWriter<T> writer;
    private final Books books;
    private final List<Equation> equations;
    private final Budgeting budget;
    private final StopSignal stop;
    private @Nullable StepExecution execution;
    private long written;

    ClosingWriter(
            Run run,
            String step,
            ChunkWriter<T> writer,
            Books books,
            List<Equation> equations,
            Budgeting budget,
            StopSignal stop) {
        this.run = run;
        this.step = step;
        this.writer = writer;
        this.books = books;
        this.equations = equations;
        this.budget = budget;
        this.stop = stop;
    }

    @Override
    public void beforeStep(StepExecution stepExecution) {
        execution = stepExecution;
        written = 0;
        budget.begin();
        if (stop.requested()) {
            stepExecution.setTerminateOnly();
        }
    }

    /** The last chunk has none after it that would notice its loss, nor one that would not be read any more. */
    @Override
    public @Nullable ExitStatus afterStep(StepExecution stepExecution) {
        var spent = budget.exceeded(Map.of());
        if (spent.isPresent() && stepExecution.getStatus() != BatchStatus.FAILED) {
            return fail(stepExecution, new TryLater(spent.get()));
        }
        if (stepExecution.getStatus() == BatchStatus.COMPLETED) {
            try {
                books.checkItems(run, step, stepExecution.getId(), written);
            } catch (BooksDisagree e) {
                return fail(stepExecution, e);
            }
        }
        return null;
    }

    private static ExitStatus fail(StepExecution execution, RuntimeException reason) {
        execution.setStatus(BatchStatus.FAILED);
        execution.addFailureException(reason);
        return ExitStatus.FAILED;
    }

    @Override
    public void write(Chunk<? extends T> chunk) {
        if (execution == null) {
            throw new IllegalStateException("Step " + step + " has not begun");
        }
        var tally = new Tally(budget);
        writer.write(chunk.getItems(), tally);
        tally.add(Line.ITEMS, chunk.size());
        written += chunk.size();
        budget.stored(books.close(run, step, execution.getId(), tally, written, equations));
        if (budget.exceeded(Map.of()).isPresent()) {
            // What is under way is stored yet: its answers would be asked for again.
            stop.request();
        }
    }
}
