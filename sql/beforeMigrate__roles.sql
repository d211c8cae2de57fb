-- The roles of an installation; none of them logs in. `ajour migrate` runs this before each migration. Where its own role
-- may not create roles, a database administrator runs it once (psql -f), with `set ajour.migrator = 'ROLE'` first if
-- `migrate` runs as somebody else, and `ajour migrate` is run again.
--
--   ajour_owner     owns schemas, tables and functions
--   ajour_reader    owns the views, so that row level security applies to what they read
--   ajour_job       what jobs may do
--   ajour_consumer  what an EHR may do: read views, call functions
--   ajour_operator  what people who operate Ajour may do
--   ajour_health_indicators  who besides may read health indicators
do $$
declare
    v_role     text;
    v_member   name;
    v_migrator name := coalesce(nullif(current_setting('ajour.migrator', true), ''), current_user);
begin
    foreach v_role in array array['ajour_owner', 'ajour_reader', 'ajour_job', 'ajour_consumer', 'ajour_operator',
                                  'ajour_health_indicators'] loop
        begin
            if not exists (select from pg_roles where rolname = v_role) then
                execute format('create role %I nologin', v_role);
            end if;
        exception
            -- Another database of the same server may be making them now.
            when duplicate_object or unique_violation then null;
            when insufficient_privilege then
                raise notice 'Role % is missing and may not be created by %', v_role, current_user;
        end;
    end loop;
    -- Who migrates must be able to hand over what it makes, and to change it later. Operators run jobs.
    for v_role, v_member in values ('ajour_owner', v_migrator), ('ajour_reader', v_migrator), ('ajour_job', 'ajour_operator')
    loop
        begin
            if (select count(*) from pg_roles where rolname in (v_role, v_member)) = 2
               and not pg_has_role(v_member, v_role, 'usage') then
                execute format('grant %I to %I', v_role, v_member);
            end if;
        exception
            -- As above.
            when unique_violation then null;
            when insufficient_privilege then
                raise notice '% may not be made a member of role % by %', v_member, v_role, current_user;
        end;
    end loop;
end
$$;
