package no.ajour.benchmark;

import java.sql.DriverManager;
import java.sql.SQLException;

/** The least that a process with a database can do: one connection, one statement. */
public final class SelectOne {
    private SelectOne() {}

    public static void main(String[] args) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        System.getenv("FLOOR_URL"), System.getenv("FLOOR_USER"), System.getenv("FLOOR_PASSWORD"));
                var statement = connection.createStatement();
                var one = statement.executeQuery("select 1")) {
            one.next();
            System.out.println(one.getInt(1));
        }
    }
}
