package no.ajour.outgoing;

import no.ajour.run.Run;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An end for unclear events whose dead letter an operator has discarded, so that the EHR sees that nothing will come of them. */
final class GivenUp {
    private final JdbcClient jdbc;

    GivenUp(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void close(Run run) {
        jdbc.sql("""
                        update ajour.outgoing_event o
                        set state = 'refused', closed_at = clock_timestamp(), cause = 'given-up',
                            failure = 'It was sent, and it could not be found out whether JFT has it; an operator has given it up.',
                            run_id = :run
                        from ajour.dead_letter l
                        where o.tenant_id = (select id from ajour.tenant where orgnr = :tenant) and o.state = 'unclear'
                          and l.job = :job and l.tenant = :tenant and l.state = 'discarded'
                          and l.record = 'outgoing event ' || o.id
                        """)
                .param("run", run.id())
                .param("job", run.job())
                .param("tenant", run.tenant())
                .update();
    }
}
