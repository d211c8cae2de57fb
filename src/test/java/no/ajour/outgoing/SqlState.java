package no.ajour.outgoing;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** How PostgreSQL refused a statement. */
final class SqlState {
    private SqlState() {}

    static String of(ThrowingCallable statement) {
        var failure = catchThrowable(statement);
        while (failure != null && !(failure instanceof SQLException)) {
            failure = failure.getCause();
        }
        return failure instanceof SQLException refused ? String.valueOf(refused.getSQLState()) : "none";
    }
}
