import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Journals every event that waits. Run it as: java -cp postgresql.jar Consumer.java URL USER PASSWORD */
class Consumer {
    public static void main(String[] args) throws SQLException {
        try (var ajour = DriverManager.getConnection(args[0], args[1], args[2]);
                var poll = ajour.prepareStatement("select event_id, version, nin, resource from ajour.events_to_journal"
                        + " where event_id > ? order by event_id limit 100");
                var mark = ajour.prepareStatement("select ajour.mark_journaled(?, ?, ?)")) {
            ajour.setAutoCommit(false);
            for (long after = 0; ; ) {
                poll.setLong(1, after);
                try (var event = poll.executeQuery()) {
                    if (!event.next()) {
                        return;
                    }
                    do {
                        mark.setLong(1, event.getLong("event_id"));
                        mark.setString(2, journal(ajour, event));
                        mark.setInt(3, event.getInt("version"));
                        mark.execute();
                        ajour.commit();
                        after = event.getLong("event_id");
                    } while (event.next());
                } catch (SQLException e) {
                    ajour.rollback();
                    if (!"40001".equals(e.getSQLState())) {
                        throw e;
                    }
                    // The event changed after it was read. From it on all are read again.
                }
            }
        }
    }

    /** The EHR's own writing, in the same transaction: both are done or neither. Returns its reference. */
    static String journal(Connection ehr, ResultSet event) throws SQLException {
        System.out.println("journaling event " + event.getLong("event_id") + ", version " + event.getInt("version"));
        return "J-" + event.getLong("event_id");
    }
}
