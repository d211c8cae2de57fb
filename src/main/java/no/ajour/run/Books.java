package no.ajour.run;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Closes a chunk's transaction: checks the fence, adds the chunk's tally, and compares the sums.
 *
 * <p>The books balance at every commit: totals are read back from the rows that are durable with the chunk, so a chunk
 * that was lost on the way shows as a difference at the next one, before any position can move.
 */
final class Books {
    private final JdbcClient jdbc;
    private final Fence fence;

    Books(JdbcClient jdbc, Fence fence) {
        this.jdbc = jdbc;
        this.fence = fence;
    }

    /**
     * Closes a chunk's transaction.
     *
     * @param expectedItems items of this step that must be durable after this chunk
     * @return the step's totals, this chunk among them
     * @throws LeaseLost if the run's token is not the lease's any more
     * @throws BooksDisagree if an equation does not hold or chunks are missing
     */
    Map<Line, Long> close(
            Run run, String step, long stepExecutionId, Tally tally, long expectedItems, List<Equation> equations) {
        fence.require(run);
        add(run, step, stepExecutionId, tally);
        var totals = totals(stepExecutionId);
        compareItems(run, step, expectedItems, totals);
        for (var equation : equations) {
            if (!equation.holds(totals)) {
                throw new BooksDisagree(
                        "The books of step " + step + " of " + run + " do not balance: " + equation.explain(totals));
            }
        }
        return totals;
    }

    /**
     * Compares the items that are durable with those that were written, after a step's last chunk.
     *
     * @throws BooksDisagree if some are missing
     */
    void checkItems(Run run, String step, long stepExecutionId, long expectedItems) {
        compareItems(run, step, expectedItems, totals(stepExecutionId));
    }

    private static void compareItems(Run run, String step, long expected, Map<Line, Long> totals) {
        long items = totals.getOrDefault(Line.ITEMS, 0L);
        if (items != expected) {
            throw new BooksDisagree("Step " + step + " of " + run + " has written " + expected + " items, but " + items
                    + " are stored");
        }
    }

    private void add(Run run, String step, long stepExecutionId, Tally tally) {
        var lines = tally.amounts().keySet().stream().map(Line::name).toArray(String[]::new);
        var amounts = tally.amounts().values().toArray(Long[]::new);
        jdbc.sql("""
                        insert into ajour.tally as t (step_execution_id, line, run_id, step, amount)
                        select :execution, line, :run, :step, amount
                        from unnest(:lines::text[], :amounts::bigint[]) as given (line, amount)
                        on conflict (step_execution_id, line) do update set amount = t.amount + excluded.amount
                        """)
                .param("execution", stepExecutionId)
                .param("run", run.id())
                .param("step", step)
                .param("lines", lines)
                .param("amounts", amounts)
                .update();
    }

    private Map<Line, Long> totals(long stepExecutionId) {
        record Row(Line line, long amount) {}
        var totals = new EnumMap<Line, Long>(Line.class);
        jdbc.sql("select line, amount from ajour.tally where step_execution_id = :execution")
                .param("execution", stepExecutionId)
                .query((row, number) -> new Row(Line.valueOf(row.getString(1)), row.getLong(2)))
                .list()
                .forEach(row -> totals.put(row.line(), row.amount()));
        return totals;
    }
}
