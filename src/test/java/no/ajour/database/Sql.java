package no.ajour.database;

import java.lang.reflect.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** What the driver knows and Spring hides. */
final class Sql {
    private Sql() {}

    /** SQLSTATE of the error that a statement ends with; null if it ends well. */
    static @Nullable String stateOf(Runnable statement) {
        try {
            statement.run();
            return null;
        } catch (DataAccessException e) {
            if (e.getMostSpecificCause() instanceof SQLException sql) {
                return sql.getSQLState();
            }
            throw e;
        }
    }

    /** Channel and payload of the notifications that have come, or come within a time. */
    static List<String> notifications(Connection connection, Duration within) throws Exception {
        var driver = Class.forName("org.postgresql.PGConnection");
        var came = driver.getMethod("getNotifications", int.class)
                .invoke(connection.unwrap(driver), Math.toIntExact(within.toMillis()));
        var texts = new ArrayList<String>();
        for (int i = 0; came != null && i < Array.getLength(came); i++) {
            var notification = Class.forName("org.postgresql.PGNotification").cast(Array.get(came, i));
            texts.add(text(notification, "getName") + " " + text(notification, "getParameter"));
        }
        return texts;
    }

    private static Object text(Object notification, String getter) throws Exception {
        return Class.forName("org.postgresql.PGNotification").getMethod(getter).invoke(notification);
    }
}
