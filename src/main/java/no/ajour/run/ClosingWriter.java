package no.ajour.run;

import java.util.List;
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
    private @Nullable StepExecution execution;
    private long written;

    ClosingWriter(Run run, String step, ChunkWriter<T> writer, Books books, List<Equation> equations) {
        this.run = run;
        this.step = step;
        this.writer = writer;
        this.books = books;
        this.equations = equations;
    }

    @Override
    public void beforeStep(StepExecution stepExecution) {
        execution = stepExecution;
        written = 0;
    }

    /** The last chunk has none after it that would notice its loss. */
    @Override
    public @Nullable ExitStatus afterStep(StepExecution stepExecution) {
        if (stepExecution.getStatus() == BatchStatus.COMPLETED) {
            try {
                books.checkItems(run, step, stepExecution.getId(), written);
            } catch (BooksDisagree e) {
                stepExecution.setStatus(BatchStatus.FAILED);
                stepExecution.addFailureException(e);
                return ExitStatus.FAILED;
            }
        }
        return null;
    }

    @Override
    public void write(Chunk<? extends T> chunk) {
        if (execution == null) {
            throw new IllegalStateException("Step " + step + " has not begun");
        }
        var tally = new Tally();
        writer.write(chunk.getItems(), tally);
        tally.add(Line.ITEMS, chunk.size());
        written += chunk.size();
        books.close(run, step, execution.getId(), tally, written, equations);
    }
}
