package no.ajour.recovery;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import no.ajour.testing.Installation;

/** Settings with which a run of little work has many calls and transactions to be broken in, and is soon recovered. */
final class SmallSteps {
    private SmallSteps() {}

    /**
     * Sets them.
     *
     * @param settleTime how long what was sent and not recorded is left alone
     */
    static Installation set(Installation ajour, HikariDataSource database, Duration settleTime) {
        return ajour.set("ajour.run.lease-life", World.LEASE_LIFE.toSeconds() + "s")
                .set("ajour.patients.source.url", database.getJdbcUrl())
                .set("ajour.patients.source.username", database.getUsername())
                .set("ajour.patients.source.password", database.getPassword())
                .set("ajour.patients.source.query", "select nin from ehr.patient where orgnr = :orgnr")
                .set("ajour.jobs.digital-active.batch-size", "5")
                .set("ajour.jobs.digital-active.calls-in-flight", "2")
                .set("ajour.jobs.journal-events.page-size", "5")
                // Little is read twice, so that hundreds of rounds stay short.
                .set("ajour.jobs.journal-events.overlap", "1s")
                .set("ajour.jobs.acknowledgements.chunk-size", "4")
                .set("ajour.jobs.acknowledgements.calls-in-flight", "2")
                .set("ajour.jobs.acknowledgements.settle-time", settleTime.toSeconds() + "s")
                .set("ajour.apis.jft-write.call-timeout", "2s")
                .set("ajour.jobs.acknowledgements.status-backoff", "200ms, 500ms, 1s, 2s")
                .set("ajour.jobs.acknowledgements.confirm-within", "4s")
                .set("ajour.jobs.outgoing-events.chunk-size", "4")
                .set("ajour.jobs.outgoing-events.calls-in-flight", "2")
                .set("ajour.jobs.outgoing-events.settle-time", settleTime.toSeconds() + "s")
                .set("ajour.jobs.outgoing-events.status-backoff", "200ms, 500ms, 1s, 2s")
                .set("ajour.jobs.outgoing-events.confirm-within", "4s")
                .set("ajour.http.ehr-system", "Journal 4.2")
                .set("ajour.jobs.health-indicators.enabled", "true")
                .set("ajour.jobs.health-indicators.polling-agreed-with-nhn", "true")
                .set("ajour.jobs.health-indicators.batch-size", "4")
                .set("ajour.jobs.health-indicators.calls-in-flight", "2")
                .set("ajour.apis.kjernejournal.requests-per-second", "0");
    }
}
