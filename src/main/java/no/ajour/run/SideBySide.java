package no.ajour.run;

import java.util.List;
import java.util.function.Supplier;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;

/**
 * Stands for several steps among the steps of a run. {@link StagedJob} takes them, each with an execution of its own; this has
 * none.
 *
 * @param steps asked for when what comes before has ended
 */
record SideBySide(String name, Supplier<List<Step>> steps, int atOnce) implements Step {

    @Override
    public String getName() {
        return name;
    }

    @Override
    public void execute(StepExecution execution) {
        throw new UnsupportedOperationException(name + " is not a step by itself");
    }
}
