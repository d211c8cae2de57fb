-- Who owns what and who may do what, after every migration. It does nothing twice, and nothing for a role that is missing:
-- then jobs run as the role that migrates, and nobody else reads anything.

-- 1. Owners. The views are ajour_reader's, all else ajour_owner's.
do $$
declare
    v_object record;
begin
    -- Two that migrate at the same time take turns.
    perform pg_advisory_xact_lock(hashtext('ajour.migrate'), 0);
    if exists (select from pg_roles where rolname = 'ajour_owner') then
        for v_object in
            select 'schema' as kind, format('%I', nspname) as name, nspowner as owner
            from pg_namespace where nspname in ('ajour', 'batch', 'quartz')
            union all
            select case relkind when 'S' then 'sequence' else 'table' end, c.oid::regclass::text, relowner
            from pg_class c
            where relnamespace in (select oid from pg_namespace where nspname in ('ajour', 'batch', 'quartz'))
              and relkind in ('r', 'S')
              -- A sequence of an identity column goes with its table. What depends on a part of itself, as PostgreSQL 14 has
              -- it of generated columns, does not.
              and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
                                                        and d.objsubid = 0 and d.deptype in ('a', 'i'))
            union all
            select 'function', p.oid::regprocedure::text, proowner
            from pg_proc p
            where pronamespace in (select oid from pg_namespace where nspname in ('ajour', 'batch', 'quartz'))
        loop
            if v_object.owner <> 'ajour_owner'::regrole then
                execute format('alter %s %s owner to ajour_owner', v_object.kind, v_object.name);
            end if;
        end loop;
    end if;
    if exists (select from pg_roles where rolname = 'ajour_reader') then
        grant usage, create on schema ajour to ajour_reader;
        for v_object in
            select c.oid::regclass::text as name from pg_class c
            where relnamespace = 'ajour'::regnamespace and relkind = 'v' and relowner <> 'ajour_reader'::regrole
        loop
            execute format('alter view %s owner to ajour_reader', v_object.name);
        end loop;
    end if;
exception
    when insufficient_privilege then
        raise notice 'Owners are left as they are, since % may not hand over: run beforeMigrate__roles.sql as an administrator', current_user;
end
$$;

-- Jobs make temporary tables. Everyone may, as a rule; where not, whoever owns the database grants it.
do $$
begin
    if exists (select from pg_roles where rolname = 'ajour_job')
       and not has_database_privilege('ajour_job', current_database(), 'temporary') then
        execute format('grant temporary on database %I to ajour_job', current_database());
    end if;
exception
    when insufficient_privilege then
        raise notice 'Let the owner of the database run: grant temporary on database % to ajour_job', current_database();
end
$$;

-- 2. Tenants apart. Owners are exempt; everyone who reads through a view is not.
do $$
declare
    v_table text;
begin
    if not exists (select from pg_roles where rolname = 'ajour_reader')
       or not exists (select from pg_roles where rolname = 'ajour_job') then
        return;
    end if;
    foreach v_table in array array['tenant', 'patient', 'event', 'to_journal', 'acknowledgement', 'rejection',
                                   'outgoing_event', 'digital_active', 'document', 'document_search', 'document_request',
                                   'health_indicator'] loop
        if not (select relrowsecurity from pg_class where oid = format('ajour.%I', v_table)::regclass) then
            execute format('alter table ajour.%I enable row level security', v_table);
        end if;
        if not exists (select from pg_policies
                       where schemaname = 'ajour' and tablename = v_table and policyname = 'consumers') then
            -- The planner knows nothing of the array's length: as the only condition it would lead to the rows of a few
            -- tenants by index and sort them, which takes seconds where they are all of a million.
            execute format('create policy consumers on ajour.%I for select to ajour_reader
                                using ((select ajour.sees_every_tenant())
                                       or %I = any ((select ajour.my_tenants())::smallint[]))',
                           v_table, case v_table when 'tenant' then 'id' else 'tenant_id' end);
            execute format('create policy jobs on ajour.%I to ajour_job using (true) with check (true)', v_table);
        end if;
    end loop;
end
$$;

-- 3. Rights: what is granted here is all that there is.
revoke execute on all functions in schema ajour from public;
do $$
declare
    v_roles    text[] := array['ajour_reader', 'ajour_job', 'ajour_consumer', 'ajour_operator', 'ajour_health_indicators'];
    v_view     regclass;
    v_function regprocedure;
begin
    if (select count(*) from pg_roles where rolname = any (v_roles)) < cardinality(v_roles) then
        raise notice 'Nothing is granted, since roles are missing: run beforeMigrate__roles.sql as an administrator, then migrate again';
        return;
    end if;
    if exists (select from pg_class
               where relnamespace = 'ajour'::regnamespace and relkind = 'v' and relowner <> 'ajour_reader'::regrole) then
        raise notice 'Nothing is granted, since ajour_reader does not own the views: run beforeMigrate__roles.sql as an administrator, then migrate again';
        return;
    end if;
    revoke all on schema ajour, batch, quartz from public, ajour_job, ajour_consumer, ajour_operator, ajour_health_indicators;
    revoke all on all tables in schema ajour, batch, quartz
        from public, ajour_job, ajour_consumer, ajour_operator, ajour_health_indicators;
    revoke all on all sequences in schema ajour, batch, quartz
        from public, ajour_job, ajour_consumer, ajour_operator, ajour_health_indicators;
    revoke all on all functions in schema ajour from ajour_job, ajour_consumer, ajour_operator, ajour_health_indicators;

    -- What views read, and nothing else.
    grant select on ajour.tenant, ajour.patient, ajour.digital_active, ajour.event, ajour.to_journal,
        ajour.acknowledgement, ajour.rejection, ajour.document, ajour.document_search, ajour.document_request,
        ajour.health_indicator, ajour.outgoing_event
        to ajour_reader;

    grant usage on schema ajour, batch, quartz to ajour_job;
    grant select, insert, update, delete on ajour.tenant, ajour.run, ajour.lease, ajour.tally, ajour.position,
        ajour.dead_letter, ajour.patient, ajour.refresh_request, ajour.digital_active, ajour.event,
        ajour.acknowledgement, ajour.unfinished_walk, ajour.document, ajour.document_search, ajour.document_request,
        ajour.document_part, ajour.health_indicator, ajour.outgoing_event, ajour.asked, ajour.user_session
        to ajour_job;
    grant select, insert, update, delete on all tables in schema batch, quartz to ajour_job;
    grant usage on all sequences in schema batch to ajour_job;
    grant select on ajour.flyway_schema_history, ajour.to_journal, ajour.rejection to ajour_job;
    -- Jobs whose API has no list of changes follow our own.
    grant select on ajour.change, ajour.feed to ajour_job;
    grant execute on function ajour.era(), ajour.history(), ajour.cursor_parts(text) to ajour_job;
    -- To lock a row there.
    grant update (version) on ajour.to_journal to ajour_job;
    -- Who did it and when is not for the one who did it to say.
    grant insert (operator, action, subject, why) on ajour.operator_action to ajour_job;
    -- Payloads are kept and purged by jobs, and read by operators.
    grant select (letter_id, stored_at), delete on ajour.dead_letter_payload to ajour_job;
    grant execute on function ajour.keep_payload(bigint, text), ajour.forget_changes(timestamptz, integer),
        ajour.feed_held_back() to ajour_job;

    grant usage on schema ajour to ajour_consumer, ajour_health_indicators;
    -- Every view is for consumers but one.
    for v_view in
        select oid from pg_class
        where relnamespace = 'ajour'::regnamespace and relkind = 'v' and relname <> 'health_indicators'
    loop
        execute format('grant select on %s to ajour_consumer, ajour_operator', v_view);
    end loop;
    grant select on ajour.health_indicators to ajour_health_indicators, ajour_operator;
    -- A view's functions are called by whoever reads it.
    grant execute on function ajour.caller(), ajour.granted_tenants(), ajour.sees_every_tenant(), ajour.my_tenants()
        to ajour_consumer, ajour_health_indicators, ajour_operator;
    for v_function in
        select oid from pg_proc where pronamespace = 'ajour'::regnamespace and proname like 'fhir\_%'
    loop
        execute format('grant execute on function %s to ajour_consumer, ajour_operator', v_function);
    end loop;
    grant execute on function ajour.changes(text, integer), ajour.newest_cursor(), ajour.feed_held_back(),
        ajour.mark_journaled(bigint, text, integer), ajour.reject_event(bigint, text, integer),
        ajour.queue_event(text, text, jsonb, text), ajour.queue_event_text(text, text, text, text, text),
        ajour.correct_event(bigint, text), ajour.withdraw_event(bigint), ajour.request_document(bigint)
        to ajour_consumer, ajour_operator;

    -- Besides what jobs may do, by membership.
    grant select on ajour.dead_letter_payload, ajour.operator_action, ajour.change, ajour.feed, ajour.consumer_tenant
        to ajour_operator;
    grant execute on function ajour.grant_tenant(text, text, text), ajour.revoke_tenant(text, text, text) to ajour_operator;
end
$$;
