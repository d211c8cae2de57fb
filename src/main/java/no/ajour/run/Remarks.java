package no.ajour.run;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What a run has to say to operators although it may end well, such as why it refreshes everyone. */
public final class Remarks {
    private final JdbcClient jdbc;

    Remarks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds a sentence to the run's reason, in the caller's transaction. */
    public void add(Run run, String sentence) {
        jdbc.sql("update ajour.run set reason = concat_ws(' ', reason, :sentence) where id = :run")
                .param("sentence", sentence)
                .param("run", run.id())
                .update();
    }
}
