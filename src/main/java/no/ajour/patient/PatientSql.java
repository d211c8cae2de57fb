package no.ajour.patient;

/**
 * The statements on {@code ajour.patient}. None writes a row that is right already: what reads the table by its changes
 * sees those that happened.
 */
final class PatientSql {

    // One list at a time for a tenant. Rows that refer to the tenant can still be written.
    static final String LOCK_TENANT = "select id from ajour.tenant where id = :tenant for no key update";

    static final String COMPARE = """
            select count(c.nin) as unchanged, count(*) - count(c.nin) as missing
            from ajour.patient p
            left join pg_temp.candidate c on c.tenant_id = :tenant and c.nin = p.nin
            where p.tenant_id = :tenant and p.listed
            """;

    static final String RELIST = """
            update ajour.patient p
            set listed = true, listed_at = clock_timestamp(), delisted_at = null,
                synced_at = clock_timestamp(), run_id = :run
            from pg_temp.candidate c
            where c.tenant_id = :tenant and p.tenant_id = :tenant and p.nin = c.nin
              and not p.listed and p.listed_at is not null
            """;

    // People known from an event only. They were never listed, so this is no relisting.
    static final String PROMOTE = """
            update ajour.patient p
            set listed = true, listed_at = clock_timestamp(), synced_at = clock_timestamp(), run_id = :run
            from pg_temp.candidate c
            where c.tenant_id = :tenant and p.tenant_id = :tenant and p.nin = c.nin
              and not p.listed and p.listed_at is null
            """;

    // A conflict is a person whom another transaction met in an event meanwhile: promoted, or the listing would be
    // lost.
    static final String LIST_NEW = """
            insert into ajour.patient as p (tenant_id, nin, run_id)
            select c.tenant_id, c.nin, :run
            from pg_temp.candidate c
            where c.tenant_id = :tenant
              and not exists (select from ajour.patient known where known.tenant_id = :tenant and known.nin = c.nin)
            order by c.nin
            on conflict (nin, tenant_id) do update
                set listed = true, listed_at = clock_timestamp(), synced_at = clock_timestamp(), run_id = excluded.run_id
                where not p.listed
            """;

    static final String DELIST_MISSING = """
            update ajour.patient p
            set listed = false, delisted_at = clock_timestamp(), synced_at = clock_timestamp(), run_id = :run
            where p.tenant_id = :tenant and p.listed
              and not exists (select from pg_temp.candidate c where c.tenant_id = :tenant and c.nin = p.nin)
            """;

    static final String MEET = """
            insert into ajour.patient (tenant_id, nin, listed, listed_at, run_id)
            select :tenant, met.nin, false, null, :run
            from unnest(cast(:nins as text[])) as met (nin)
            where not exists (select from ajour.patient known where known.tenant_id = :tenant and known.nin = met.nin)
            order by met.nin
            on conflict (nin, tenant_id) do nothing
            """;

    // Held until the commit, so that housekeeping deletes nobody whom a row is about to refer to.
    static final String IDS = """
            select p.id, p.nin from ajour.patient p
            where p.tenant_id = :tenant and p.nin = any (cast(:nins as text[]))
            for key share
            """;

    static final String COUNT_LISTED = "select count(*) from ajour.patient where tenant_id = :tenant and listed";

    private PatientSql() {}
}
