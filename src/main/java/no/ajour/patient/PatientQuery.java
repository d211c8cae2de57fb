package no.ajour.patient;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;
import java.util.function.Consumer;
import no.ajour.failure.WrongInstallation;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;

/** The configured query for one tenant: {@code :orgnr} made a parameter, rows streamed. */
final class PatientQuery {

    private static final String PLACEHOLDER = "orgnr";

    private final Tenant tenant;
    private final String sql;
    private final @Nullable Object[] parameters;
    private final int fetchSize;

    private PatientQuery(Tenant tenant, String sql, @Nullable Object[] parameters, int fetchSize) {
        this.tenant = tenant;
        this.sql = sql;
        this.parameters = parameters;
        this.fetchSize = fetchSize;
    }

    /** @throws WrongInstallation if the query has another named parameter than {@code :orgnr} */
    static PatientQuery of(EhrSource source, Tenant tenant) {
        var query = NamedParameterUtils.parseSqlStatement(requireNonNull(source.query()));
        var values = new MapSqlParameterSource(Map.of(PLACEHOLDER, tenant.orgnr()));
        try {
            return new PatientQuery(
                    tenant,
                    NamedParameterUtils.substituteNamedParameters(query, values),
                    NamedParameterUtils.buildValueArray(query, values, null),
                    source.rowsPerFetch());
        } catch (InvalidDataAccessApiUsageException e) {
            throw new WrongInstallation(
                    "ajour.patients.source.query has a parameter other than :orgnr; write the value itself instead", e);
        }
    }

    static boolean usesOrgnr(EhrSource source) {
        return requireNonNull(source.query()).contains(":" + PLACEHOLDER);
    }

    /** The rows of the result, read as they are taken in. */
    Candidates on(Connection connection) {
        return list -> {
            try {
                stream(connection, list);
            } catch (SQLException e) {
                throw new Broken(e);
            }
        };
    }

    private void stream(Connection connection, Consumer<Candidate> list) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(fetchSize);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (var rows = statement.executeQuery()) {
                boolean numeric = isNumeric(rows.getMetaData().getColumnType(1));
                for (long row = 1; rows.next(); row++) {
                    list.accept(new Candidate(row, tenant, numeric ? elevenDigits(rows) : rows.getString(1)));
                }
            }
        }
    }

    // A column of numbers has no leading zeros to lose: they are put back.
    private static @Nullable String elevenDigits(ResultSet rows) throws SQLException {
        long number = rows.getLong(1);
        return rows.wasNull() ? null : "%011d".formatted(number);
    }

    private static boolean isNumeric(int type) {
        return type == Types.BIGINT || type == Types.NUMERIC || type == Types.DECIMAL;
    }

    /**
     * The EHR's database gave up while it was read. Never shown, and caught by {@link EhrQuery}; a type of its own, since
     * the rows are read inside a transaction that knows no SQL exception of another database.
     */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final SQLException sqlException;

        Broken(SQLException sqlException) {
            super("The EHR's database gave up");
            this.sqlException = sqlException;
        }

        SQLException sqlException() {
            return sqlException;
        }
    }
}
