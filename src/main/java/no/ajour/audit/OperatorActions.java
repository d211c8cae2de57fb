package no.ajour.audit;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The table of what operators have done: who, when, what, why. Rows are only ever added. */
public final class OperatorActions {
    private final JdbcClient jdbc;
    private final JsonMapper json = new JsonMapper();

    public OperatorActions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Writes an action down, in the caller's transaction if there is one, so that the two are durable together.
     *
     * @param operator who does it
     * @param action the command's name, such as {@code positions set}
     * @param subject what it is done to, by surrogate ids only
     * @param why in the operator's words; null if none were given
     */
    public void add(String operator, String action, Map<String, ?> subject, @Nullable String why) {
        jdbc.sql("""
                        insert into ajour.operator_action (operator, action, subject, why)
                        values (:operator, :action, :subject::jsonb, :why)
                        """)
                .param("operator", operator)
                .param("action", action)
                .param("subject", json.writeValueAsString(subject))
                .param("why", why)
                .update();
    }
}
