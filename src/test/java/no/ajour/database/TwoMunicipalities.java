package no.ajour.database;

import java.util.List;
import no.ajour.testing.SyntheticNumbers;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of two municipalities in every table that a view reads, each with its municipality's name wherever text can stand. */
final class TwoMunicipalities {
    static final String LYKKEBY = "310000019";
    static final String MYRDAL = "310000035";

    private static final List<String> FILL = List.of(
            "insert into ajour.tenant (orgnr, name) values (:orgnr, :name)",
            "insert into ajour.run (job, tenant, token) values ('journal-events', :orgnr, 1)",
            """
            insert into ajour.patient (tenant_id, nin, listed, listed_at, delisted_at)
            select tenant.id, nin, number <= 3, case when number <> 5 then timestamptz '2026-01-01' + :age * interval '1 day' end,
                   case when number = 4 then timestamptz '2026-02-01' + :age * interval '1 day' end
            from ajour.tenant, unnest(:numbers) with ordinality as person (nin, number)
            where orgnr = :orgnr
            """,
            """
            insert into ajour.digital_active
                (tenant_id, patient_id, area, active_self, active_via_others, proxy_granted, changed_at, synced_at, run_id)
            select tenant_id, p.id, 1, true, false, false, timestamptz '2026-03-01' + :age * interval '1 day', clock_timestamp(), r.id
            from ajour.patient p join ajour.tenant t on t.id = tenant_id join ajour.run r on r.tenant = t.orgnr
            where orgnr = :orgnr and listed
            """,
            // Four of each person, and as many of nobody.
            """
            insert into ajour.event
                (tenant_id, resource_type, resource_id, last_updated, content_digest, patient_id, unmatched, source_system,
                 source_client_id, source_client_name, parent_orgnr, resource, received_at, changed_at, synced_at, run_id)
            select t.id, case number when 3 then 'MedicationDispense' when 4 then 'Bundle' else 'Composition' end, :name || '-' || coalesce(p.id, 0) || '-' || number,
                   timestamptz '2026-04-01' + :age * interval '1 day', '', p.id, case when p.id is null then 'no-number' end,
                   :name || ' journal', :name || '-client', :name || ' client', :orgnr,
                   case number
                       when 3 then jsonb_build_object('resourceType', 'MedicationDispense', 'id', :name || p.id,
                           'status', :name, 'medicationCodeableConcept', jsonb_build_object('text', :name))
                       when 4 then jsonb_build_object('resourceType', 'Bundle', 'id', :name || p.id, 'type', :name,
                           'entry', jsonb_build_array(jsonb_build_object('fullUrl', :name, 'resource', composition)))
                       else composition
                   end,
                   clock_timestamp(), clock_timestamp(), clock_timestamp(), r.id
            from ajour.tenant t
            join ajour.run r on r.tenant = t.orgnr
            cross join lateral (select id, nin from ajour.patient where tenant_id = t.id
                                union all select null, null) as p
            cross join generate_series(1, 4) as number
            cross join lateral (select jsonb_build_object(
                'resourceType', 'Composition', 'id', :name || '-' || coalesce(p.id, 0) || '-' || number,
                'title', :name, 'status', 'final',
                'type', jsonb_build_object('coding', jsonb_build_array(jsonb_build_object('code', :name)), 'text', :name),
                'author', jsonb_build_array(jsonb_build_object('display', :name)),
                'section', jsonb_build_array(jsonb_build_object('title', :name)),
                'subject', jsonb_build_object('identifier', jsonb_build_object(
                    'system', 'urn:oid:2.16.578.1.12.4.1.4.1', 'value', p.nin))) as composition) as made
            where orgnr = :orgnr
            """,
            """
            insert into ajour.acknowledgement (event_id, tenant_id, state, reference, journaled_version, location, failure)
            select e.id, tenant_id, 'failed', :name || ' note', version, :name, :name || ' failed'
            from ajour.event e join ajour.tenant t on t.id = tenant_id
            where orgnr = :orgnr and resource_id like '%-1' and patient_id % 5 = 1
            """,
            """
            insert into ajour.rejection (event_id, tenant_id, version, reason, rejected_by)
            select e.id, tenant_id, version, :name || ' will not', :name || '_ehr'
            from ajour.event e join ajour.tenant t on t.id = tenant_id
            where orgnr = :orgnr and resource_id like '%-1' and patient_id % 5 = 2
            """,
            """
            insert into ajour.document
                (tenant_id, patient_id, home_community_id, repository_unique_id, document_unique_id, reference, content, content_file,
                 content_type, content_length, content_sha256, changed_at, synced_at, run_id)
            select tenant_id, p.id, :name || ' home', :name || ' repository', :name || p.id,
                   jsonb_build_object('resourceType', 'DocumentReference', 'description', :name),
                   convert_to(:name, 'utf8'), :name || '/file', 'text/' || :name, 7 + :age, sha256(convert_to(:name, 'utf8')),
                   clock_timestamp(), clock_timestamp(), r.id
            from ajour.patient p join ajour.tenant t on t.id = tenant_id join ajour.run r on r.tenant = t.orgnr
            where orgnr = :orgnr and listed
            """,
            """
            insert into ajour.document_search
                (tenant_id, patient_id, complete, found, warnings, event_id, changed_at, synced_at, run_id)
            select tenant_id, p.id, false, 1, :name, :name, clock_timestamp(), clock_timestamp(), r.id
            from ajour.patient p join ajour.tenant t on t.id = tenant_id join ajour.run r on r.tenant = t.orgnr
            where orgnr = :orgnr and listed
            """,
            """
            insert into ajour.document_request (tenant_id, document_id, requested_by)
            select tenant_id, d.id, :name || '_ehr' from ajour.document d join ajour.tenant t on t.id = tenant_id
            where orgnr = :orgnr
            """,
            """
            insert into ajour.health_indicator
                (tenant_id, patient_id, status, status_text, critical_info, locks, event_id, changed_at, synced_at, run_id)
            select tenant_id, p.id, 4, :name || ' status', jsonb_build_array(jsonb_build_object('kategori', :name)),
                   jsonb_build_array(:name), :name, clock_timestamp(), clock_timestamp(), r.id
            from ajour.patient p join ajour.tenant t on t.id = tenant_id join ajour.run r on r.tenant = t.orgnr
            where orgnr = :orgnr and listed
            """,
            """
            insert into ajour.outgoing_event (tenant_id, reference, resource_type, body, queued_by, failure)
            select id, :name || ' reference', 'Bundle',
                   jsonb_build_object('resourceType', 'Bundle', 'id', :name)::text, :name || '_ehr', :name || ' failed'
            from ajour.tenant where orgnr = :orgnr
            """);

    private TwoMunicipalities() {}

    static void fill(JdbcClient database) {
        var numbers = SyntheticNumbers.first(10);
        fill(database, LYKKEBY, "lykkeby", 1, numbers.subList(0, 5));
        fill(database, MYRDAL, "myrdal", 40, numbers.subList(5, 10));
    }

    private static void fill(JdbcClient database, String orgnr, String name, int age, List<String> numbers) {
        for (var statement : FILL) {
            database.sql(statement)
                    .param("orgnr", orgnr)
                    .param("name", name)
                    .param("age", age)
                    .param("numbers", numbers.toArray(String[]::new))
                    .update();
        }
    }
}
