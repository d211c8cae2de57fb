package no.ajour.run;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/** Numbers a step's rounds, until one says that nothing is left or the run is told to stop. */
final class Rounds implements ItemStreamReader<Integer>, StepExecutionListener {
    private final StopSignal stop;
    private @Nullable StepExecution execution;
    private int number;
    private boolean more;

    Rounds(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public void beforeStep(StepExecution stepExecution) {
        execution = stepExecution;
    }

    @Override
    public void open(ExecutionContext context) {
        number = 0;
        more = true;
    }

    @Override
    public @Nullable Integer read() {
        if (!more) {
            return null;
        }
        if (stop.requested()) {
            if (execution != null) {
                execution.setTerminateOnly();
            }
            return null;
        }
        return ++number;
    }

    void took(boolean mayBeMore) {
        more = mayBeMore;
    }
}
