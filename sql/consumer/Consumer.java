import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Journals every event that waits. Run it as: java -cp postgresql.jar Consumer.java URL USER PASSWORD */
class Consumer {
    public static void main(String[] args) throws SQLException {
        try (var ajour = DriverManager.getConnection(args[0], args[1], args[2]);
                var next = ajour.prepareStatement("select * from ajour.events_to_journal order by event_id limit 1");
                var mark = ajour.prepareStatement("select ajour.mark_journaled(?, ?, ?)")) {
            ajour.setAutoCommit(false);
            for (ResultSet event; (event = next.executeQuery()).next(); ajour.commit()) {
                mark.setLong(1, event.getLong("event_id"));
                mark.setString(2, journal(event));
                mark.setInt(3, event.getInt("version"));
                try {
                    mark.execute();
                } catch (SQLException e) {
                    ajour.rollback();
                    if (!"40001".equals(e.getSQLState())) throw e; // Else it changed after it was read: once more.
                }
            }
        }
    }

    /** The EHR's own writing, in the same transaction: both are done or neither. Returns its reference. */
    static String journal(ResultSet event) throws SQLException {
        System.out.println("journaling event " + event.getLong("event_id") + ", version " + event.getInt("version"));
        return "J-" + event.getLong("event_id");
    }
}
