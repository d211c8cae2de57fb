package no.ajour.acknowledgement;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import no.ajour.delivery.DeliveryStage;
import no.ajour.sandbox.JftBehaviour;
import no.ajour.sandbox.Sandbox;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenant.Acknowledge;

/** The job {@code acknowledgements}, and events that it can acknowledge. */
final class Stage extends DeliveryStage {
    private int kind;

    /** @param properties settings other than the defaults, {@code name=value} */
    Stage(String... properties) {
        super(AcknowledgementTestApp.class, "acknowledgement", properties);
    }

    @Override
    public Tenant tenant(Acknowledge acknowledge) {
        var tenant = super.tenant(acknowledge);
        jdbc.sql("insert into ajour.run (job, tenant, token) values ('journal-events', ?, 1)")
                .param(tenant.orgnr())
                .update();
        return tenant;
    }

    /** Events at JFT and, stored and matched to a patient on the list, in the database. */
    List<Long> events(Tenant tenant, int number) {
        return IntStream.range(0, number).mapToObj(i -> event(tenant, true)).toList();
    }

    /** An event at JFT and in the database; returns {@code event.id}. */
    long event(Tenant tenant, boolean listed) {
        String nin = nin();
        var resource = events.any(nin, kind++);
        String id = sandbox.jft().add(tenant.orgnr(), resource);
        long patient = jdbc.sql("""
                        insert into ajour.patient (tenant_id, nin, listed)
                        select id, :nin, :listed from ajour.tenant where orgnr = :orgnr returning id
                        """)
                .param("nin", nin)
                .param("listed", listed)
                .param("orgnr", tenant.orgnr())
                .query(Long.class)
                .single();
        return stored(tenant, resource.path("resourceType").asString(), id, patient);
    }

    /** An event that names no person who could be found. */
    long unmatchedEvent(Tenant tenant) {
        String id = sandbox.jft().add(tenant.orgnr(), events.documentWithLocalNumber("4711"));
        return stored(tenant, "Bundle", id, null);
    }

    private long stored(Tenant tenant, String type, String id, @org.jspecify.annotations.Nullable Long patient) {
        return jdbc.sql("""
                        insert into ajour.event (tenant_id, resource_type, resource_id, last_updated, content_digest,
                            patient_id, unmatched, resource, received_at, changed_at, synced_at, run_id)
                        select t.id, :type, :id, now(), '', :patient,
                               case when :patient::bigint is null then 'no-number' end, '{}', now(), now(), now(), r.id
                        from ajour.tenant t join ajour.run r on r.tenant = t.orgnr and r.job = 'journal-events'
                        where t.orgnr = :orgnr
                        returning id
                        """)
                .param("type", type)
                .param("id", id)
                .param("patient", patient)
                .param("orgnr", tenant.orgnr())
                .query(Long.class)
                .single();
    }

    /** The EHR marks events as journaled. */
    void mark(List<Long> events) {
        events.forEach(event -> jdbc.sql("select ajour.mark_journaled(?)")
                .param(event)
                .query(String.class)
                .single());
    }

    /** A newer version of the event was stored. */
    void change(long event) {
        jdbc.sql("update ajour.event set version = version + 1 where id = ?")
                .param(event)
                .update();
    }

    @Override
    public Map<String, Long> states(Tenant tenant) {
        return counted("""
                select a.state from ajour.acknowledgement a
                join ajour.tenant t on t.id = a.tenant_id where t.orgnr = ?
                """, tenant);
    }

    String state(long event) {
        return jdbc.sql("select state from ajour.acknowledgement where event_id = ?")
                .param(event)
                .query(String.class)
                .single();
    }

    /** How often JFT's book says that each of the tenant's events was acknowledged; only those that were. */
    Map<Long, Long> acknowledged(Tenant tenant) {
        var ids = new LinkedHashMap<String, Long>();
        jdbc.sql("""
                        select e.id, e.resource_type || '/' || e.resource_id as name from ajour.event e
                        join ajour.tenant t on t.id = e.tenant_id where t.orgnr = ?
                        """).param(tenant.orgnr()).query(row -> {
            ids.put(row.getString("name"), row.getLong("id"));
        });
        return sandbox.book().acknowledgements().stream()
                .filter(entry -> entry.tenant().equals(tenant.orgnr()))
                .collect(Collectors.groupingBy(
                        entry -> ids.getOrDefault(entry.type() + "/" + entry.id(), -1L), Collectors.counting()));
    }

    /** Every one of them once, and nothing else. */
    static Map<Long, Long> onceEach(List<Long> events) {
        return events.stream().collect(Collectors.toMap(event -> event, event -> 1L));
    }

    /** Calls to JFT, of all tenants. */
    long calls() {
        return sandbox.book().requests(Sandbox.JFT_READ).size()
                + (long) sandbox.book().requests(Sandbox.JFT_WRITE).size();
    }

    /** Where every row of the tenant's acknowledgements is, and which transaction wrote it. */
    List<String> rowVersions(Tenant tenant) {
        return jdbc.sql("""
                        select a.xmin || ' ' || a.ctid || ' ' || a.event_id from ajour.acknowledgement a
                        join ajour.tenant t on t.id = a.tenant_id where t.orgnr = ? order by a.event_id
                        """).param(tenant.orgnr()).query(String.class).list();
    }

    @Override
    protected void calm(JftBehaviour behaviour) {
        behaviour.journaledLag(Duration.ZERO);
        behaviour.newStatusSpelling(false);
        behaviour.refuseRepeatedAcknowledgement(false);
        behaviour.acknowledgementBumps(false);
    }
}
