-- The events' FHIR R4 resources as rows and columns. A row is never lost to a value that is not what FHIR says: that
-- column is null then. Columns are named as SQL on FHIR names them, after the FHIRPath that ends their comment.

-- Values. The paths are lax: a list where FHIR has one value, or the other way round, is read all the same.

create function ajour.fhir_string(element jsonb, path jsonpath) returns text
    language sql immutable parallel safe
    return nullif(jsonb_path_query_first(jsonb_path_query_first(element, path),
                                         'strict $ ? (@.type() == "string")') #>> '{}', '');
comment on function ajour.fhir_string(jsonb, jsonpath) is
    'The first value at the path; null if that is no string, or an empty one';

create function ajour.fhir_strings(element jsonb, path jsonpath) returns text[]
    language sql immutable parallel safe
as $$
    select array_agg(value #>> '{}' order by place)
    from jsonb_path_query(element, path) with ordinality as found (value, place)
    where jsonb_typeof(value) = 'string' and value <> '""'
$$;
comment on function ajour.fhir_strings(jsonb, jsonpath) is
    'All strings at the path, in their order; null if there is none';

create function ajour.fhir_number(element jsonb, path jsonpath) returns numeric
    language sql immutable parallel safe
    return jsonb_path_query_first(jsonb_path_query_first(element, path),
                                  'strict $ ? (@.type() == "number")')::numeric;
comment on function ajour.fhir_number(jsonb, jsonpath) is 'The first value at the path; null if that is no number';

create function ajour.fhir_boolean(element jsonb, path jsonpath) returns boolean
    language sql immutable parallel safe
    return jsonb_path_query_first(jsonb_path_query_first(element, path),
                                  'strict $ ? (@.type() == "boolean")')::boolean;
comment on function ajour.fhir_boolean(jsonb, jsonpath) is 'The first value at the path; null if that is no boolean';

create function ajour.fhir_count(element jsonb, path jsonpath) returns integer
    language sql immutable parallel safe
    return jsonb_array_length(jsonb_path_query_array(element, path));
comment on function ajour.fhir_count(jsonb, jsonpath) is 'How many values there are at the path';

-- No block with an exception handler: that is a subtransaction, which parallel workers may not start.
create function ajour.fhir_time(value text) returns timestamptz
    language plpgsql immutable parallel safe
as $$
declare
    part text[] := regexp_match(value,
        '^([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01])'
        '(?:T([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]|60)(\.[0-9]+)?)?'
        '(Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9]))?)?)?$');
    first_of_month date;
    date_given timestamp;
begin
    if part is null or part[1] = '0000' then
        return null;
    end if;
    first_of_month := make_date(part[1]::integer, coalesce(part[2], '1')::integer, 1);
    date_given := first_of_month + coalesce(part[3], '1')::integer - 1;
    if date_given >= first_of_month + interval '1 month' then
        return null;
    end if;
    if part[8] is null then
        return date_given at time zone 'Europe/Oslo';
    end if;
    return (date_given
            + make_interval(hours => part[4]::integer, mins => part[5]::integer,
                            secs => (coalesce(part[6], '0') || coalesce(left(part[7], 7), ''))::double precision)
            - replace(part[8], 'Z', '00:00')::interval) at time zone 'UTC';
end
$$;
comment on function ajour.fhir_time(text) is
    'The beginning of a FHIR date, dateTime or instant. A date, a month or a year begins at midnight in Europe/Oslo. Null if it is none: a day that is not in the calendar, a time without an offset from UTC';

-- Narratives.

-- From left to right, each once, so that &amp;lt; becomes &lt; and no more.
create function ajour.fhir_decoded(markup text) returns text
    language sql immutable parallel safe
as $$
    select string_agg(
        case
            when part[1] is not null then coalesce(
                case part[1]
                    when 'lt' then '<' when 'gt' then '>' when 'amp' then '&' when 'quot' then '"' when 'apos' then ''''
                    when 'nbsp' then ' '
                    when 'aelig' then 'æ' when 'oslash' then 'ø' when 'aring' then 'å'
                    when 'AElig' then 'Æ' when 'Oslash' then 'Ø' when 'Aring' then 'Å'
                end, whole)
            when code_point in (9, 10, 13) or code_point between 32 and 126 then chr(code_point)
            when code_point = 160 then ' '
            -- Other encodings have other numbers for the rest, and chr() fails where they have none.
            when getdatabaseencoding() = 'UTF8'
                 and (code_point between 161 and 55295 or code_point between 57344 and 1114111) then chr(code_point)
            else whole
        end, '' order by place)
    from regexp_matches(markup, '(&(?:([a-zA-Z]+)|#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6}));|[^&]+|&)', 'g')
             with ordinality as match (found, place)
    cross join lateral (select found[1], found[2:4],
                               coalesce(found[3]::integer, ('x' || lpad(found[4], 8, '0'))::bit(32)::integer))
                       as piece (whole, part, code_point)
$$;
comment on function ajour.fhir_decoded(text) is
    'With its character references decoded: numeric ones, XML''s five, nbsp as a plain space, and the Norwegian letters. Others stay as they are';

create function ajour.fhir_plain_text(div text) returns text
    language plpgsql immutable parallel safe
as $$
declare
    -- The rest of a tag after its name; an attribute may hold a >.
    rest  constant text := '\M(?:[^<>"'']|"[^"]*"|''[^'']*'')*>';
    block constant text := '(?:address|article|aside|blockquote|br|caption|center|dd|div|dl|dt|figcaption|figure|footer'
        '|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table|tbody|tfoot|thead|tr|ul)' || rest;
    t text := div;
begin
    -- What no reader sees. Script and style apart: an alternative before it would make .*? match the longest. What is
    -- never closed by itself: |$ behind it would take PostgreSQL 14 minutes.
    t := regexp_replace(t, '<!--.*?-->', '', 'g');
    t := regexp_replace(t, '<(?:script|style)\M[^<>]*/>', '', 'gi');
    t := regexp_replace(t, '<script\M.*?</script\s*>', '', 'gi');
    t := regexp_replace(t, '<style\M.*?</style\s*>', '', 'gi');
    t := regexp_replace(t, '<(?:!--|(?:script|style)\M).*', '', 'i');
    t := regexp_replace(t, '<!\[CDATA\[|\]\]>', '', 'g');
    t := regexp_replace(t, '[ \t\r\n\f]+', ' ', 'g');
    -- A cell ends with a tab. Blocks that begin and end with it break no line, or a row would be torn apart.
    t := regexp_replace(t, '<t[dh]\M[^<>]*/>', E'\t', 'gi');
    t := regexp_replace(t, '(?: |</?' || block || ')*</t[dh] ?>', E'\t', 'gi');
    t := regexp_replace(t, '<t[dh]' || rest || '(?: |<' || block || ')*', '', 'gi');
    t := regexp_replace(t, '</?' || block, E'\n', 'gi');
    t := regexp_replace(t, '</?[a-z]' || replace(rest, '\M', '') || '|<[!?][^<>]*>', '', 'gi');
    t := ajour.fhir_decoded(t);
    t := regexp_replace(t, ' +', ' ', 'g');
    t := regexp_replace(t, ' ?([\t\n]) ?', '\1', 'g');
    t := regexp_replace(t, '[\t\n]*\n', E'\n', 'g');
    return nullif(btrim(rtrim(t, E' \t\n'), E' \n'), '');
end
$$;
comment on function ajour.fhir_plain_text(text) is
    'The text of a narrative''s XHTML, however malformed: a line a block, a tab between the cells of a row, no blank lines';

-- References.

create function ajour.fhir_resolve(reference text, holder jsonb, event jsonb) returns jsonb
    language plpgsql immutable strict parallel safe
as $$
declare
    version constant text := '/_history/[^/]*$';
    literal text := regexp_replace(reference, version, '');
    found   jsonb[];
begin
    if literal like '#%' then
        found := array(select resource from jsonb_path_query(holder, '$.contained[*]') as resource
                       where resource ->> 'id' = substr(literal, 2));
    else
        found := array(select entry -> 'resource' from jsonb_path_query(event, '$.entry[*]') as entry
                       where literal = regexp_replace(entry ->> 'fullUrl', version, '')
                          or '/' || literal
                             = right(regexp_replace(entry ->> 'fullUrl', version, ''), length(literal) + 1)
                          or literal
                             = (entry -> 'resource' ->> 'resourceType') || '/' || (entry -> 'resource' ->> 'id'));
    end if;
    return case cardinality(found) when 1 then found[1] end;
end
$$;
comment on function ajour.fhir_resolve(text, jsonb, jsonb) is
    'The resource that a reference in the resource holder points to: contained there, or an entry of the event. Null if there is none, or more than one: the wrong person''s name is worse than none';

create function ajour.fhir_name(resource jsonb) returns text
    language sql immutable parallel safe
    return coalesce(
        ajour.fhir_string(resource, '$.name'),
        ajour.fhir_string(resource, '$.name[0].text'),
        nullif(concat_ws(' ', array_to_string(ajour.fhir_strings(resource, '$.name[0].given[*]'), ' '),
                         ajour.fhir_string(resource, '$.name[0].family')), ''),
        ajour.fhir_string(resource, '$.deviceName[0].name'));
comment on function ajour.fhir_name(jsonb) is
    'What a resource is called: an Organization''s or Location''s name, a person''s first name, a Device''s first name';

create function ajour.fhir_identifier_value(reference jsonb) returns text
    language sql immutable parallel safe
    return ajour.fhir_string(reference,
        '$.identifier ? (!(@.system like_regex "^urn:oid:2[.]16[.]578[.]1[.]12[.]4[.]1[.]4[.][1235]$"
                           || @.value like_regex "^[0-9]{6} ?[0-9]{5}$")).value');
comment on function ajour.fhir_identifier_value(jsonb) is
    'The value of a reference''s identifier; null if it is, or looks like, a person''s national number';

-- An author may be a PractitionerRole, which points on to a Practitioner and an Organization.
create function ajour.fhir_party(reference jsonb, holder jsonb, event jsonb)
    returns table (resource_type text, name text, hpr_number text, orgnr text)
    language plpgsql immutable parallel safe rows 1
as $$
declare
    literal      constant text := ajour.fhir_string(reference, '$.reference');
    party        constant jsonb := ajour.fhir_resolve(literal, holder, event);
    role_holder  constant jsonb := case when literal like '#%' then holder else party end;
    practitioner constant jsonb :=
        ajour.fhir_resolve(ajour.fhir_string(party, '$.practitioner.reference'), role_holder, event);
    organization constant jsonb :=
        ajour.fhir_resolve(ajour.fhir_string(party, '$.organization.reference'), role_holder, event);
    all_of_them  constant jsonb := jsonb_build_array(reference, party, party -> 'practitioner', practitioner,
                                                     party -> 'organization', organization);
begin
    resource_type := ajour.fhir_string(party, '$.resourceType');
    name := coalesce(
        ajour.fhir_name(party),
        ajour.fhir_name(practitioner), ajour.fhir_string(party, '$.practitioner.display'),
        ajour.fhir_name(organization), ajour.fhir_string(party, '$.organization.display'));
    hpr_number := ajour.fhir_string(all_of_them,
        '$[*].identifier[*] ? (@.system == "urn:oid:2.16.578.1.12.4.1.4.4").value');
    orgnr := ajour.fhir_string(all_of_them,
        '$[*].identifier[*] ? (@.system == "urn:oid:2.16.578.1.12.4.1.4.101").value');
    return next;
end
$$;
comment on function ajour.fhir_party(jsonb, jsonb, jsonb) is
    'Always one row: whom a reference in the resource holder means, as far as it and the resources that it leads to in the event tell';

-- What an event consists of. Bundles within Bundles are not opened. These functions are strict for one more reason:
-- they are not inlined then, and the planner takes their rows to be as few as they say. A JSON path's it takes to be
-- 1,000, and joins of those to be worth compiling.

create function ajour.fhir_elements(parent jsonb, path jsonpath) returns setof jsonb
    language sql immutable strict parallel safe rows 2
as $$
    select jsonb_path_query(parent, path)
$$;
comment on function ajour.fhir_elements(jsonb, jsonpath) is 'The values at the path, in their order';

create function ajour.fhir_resources(wanted text, event_type text, event jsonb)
    returns table (entry integer, resource jsonb)
    language plpgsql immutable strict parallel safe rows 2
as $$
begin
    if event_type = wanted then
        -- Copied by a path that changes nothing, to be decompressed once and not for every column.
        resource := jsonb_path_query_first(event, 'strict $');
        return next;
    elsif event_type = 'Bundle' then
        return query
            select place::integer, element -> 'resource'
            from jsonb_path_query(event, '$.entry[*]') with ordinality as entries (element, place)
            where element -> 'resource' ->> 'resourceType' = wanted;
    end if;
end
$$;
comment on function ajour.fhir_resources(text, text, jsonb) is
    'The resources of a type: the event itself, with a null entry, or the entries of the Bundle that it is';

create function ajour.fhir_sections(composition jsonb)
    returns table (place integer, path text, section jsonb)
    language sql immutable strict parallel safe rows 5
as $$
    with recursive tree (places, section) as (
        select array[place], element
        from jsonb_path_query(composition, '$.section[*]') with ordinality as sections (element, place)
        union all
        select tree.places || sections.place, sections.element
        from tree
        cross join lateral jsonb_path_query(tree.section, '$.section[*]') with ordinality as sections (element, place)
    )
    select row_number() over (order by places)::integer, array_to_string(places, '.'), section from tree
$$;
comment on function ajour.fhir_sections(jsonb) is
    'The sections of a Composition and the sections in them, as they are read';

create function ajour.fhir_medication(dispense jsonb, event jsonb) returns jsonb
    language sql immutable strict parallel safe
    return coalesce(
        jsonb_path_query_first(dispense, '$.medicationCodeableConcept'),
        jsonb_path_query_first(
            ajour.fhir_resolve(ajour.fhir_string(dispense, '$.medicationReference.reference'), dispense, event),
            '$ ? (@.resourceType == "Medication").code'));
comment on function ajour.fhir_medication(jsonb, jsonb) is
    'The CodeableConcept of what was dispensed: the MedicationDispense''s own, or that of the Medication that it refers to';

create function ajour.fhir_concepts(event_type text, event jsonb)
    returns table (entry integer, element text, section text, concept integer, value jsonb)
    language sql immutable strict parallel safe rows 5
as $$
    select c.entry, p.element, null, v.place::integer, v.value
    from ajour.fhir_resources('Composition', event_type, event) as c
    cross join (values ('Composition.type', '$.type'::jsonpath), ('Composition.category', '$.category[*]'))
               as p (element, path)
    cross join lateral jsonb_path_query(c.resource, p.path) with ordinality as v (value, place)
    union all
    select c.entry, p.element, s.path, 1, jsonb_path_query_first(s.section, p.path)
    from ajour.fhir_resources('Composition', event_type, event) as c
    cross join lateral ajour.fhir_sections(c.resource) as s
    cross join (values ('Composition.section.code', '$.code'::jsonpath),
                       ('Composition.section.emptyReason', '$.emptyReason')) as p (element, path)
    union all
    select d.entry, p.element, null, v.place::integer, v.value
    from ajour.fhir_resources('MedicationDispense', event_type, event) as d
    cross join (values ('MedicationDispense.statusReason', '$.statusReasonCodeableConcept'::jsonpath),
                       ('MedicationDispense.category', '$.category'),
                       ('MedicationDispense.type', '$.type'),
                       ('MedicationDispense.performer.function', '$.performer[*].function')) as p (element, path)
    cross join lateral jsonb_path_query(d.resource, p.path) with ordinality as v (value, place)
    union all
    select d.entry, 'MedicationDispense.medication', null, 1, ajour.fhir_medication(d.resource, event)
    from ajour.fhir_resources('MedicationDispense', event_type, event) as d
$$;
comment on function ajour.fhir_concepts(text, jsonb) is
    'The codeable concepts that the views show, each with its place';

-- The views.

create view ajour.bundles as
select e.id                                              as event_id,
       ajour.fhir_string(b.resource, '$.id')                as id,
       e.patient_id,
       ajour.fhir_string(b.resource, '$.type')              as type,
       ajour.fhir_string(b.resource, '$.timestamp')         as timestamp,
       ajour.fhir_time(ajour.fhir_string(b.resource, '$.timestamp')) as timestamp_at,
       ajour.fhir_string(b.resource, '$.identifier.system') as identifier_system,
       ajour.fhir_string(b.resource, '$.identifier.value')  as identifier_value,
       ajour.fhir_count(b.resource, '$.entry[*]')           as entries
from ajour.event e
cross join lateral ajour.fhir_resources('Bundle', e.resource_type, e.resource) as b
where b.entry is null;

create view ajour.bundle_entries as
select e.id                                                    as event_id,
       e.patient_id,
       n.place::integer                                        as entry,
       ajour.fhir_string(n.entry, '$.fullUrl')                 as full_url,
       ajour.fhir_string(n.entry, '$.resource.resourceType')   as resource_type,
       ajour.fhir_string(n.entry, '$.resource.id')             as id,
       n.entry -> 'resource'                                   as resource
from ajour.event e
cross join lateral ajour.fhir_elements(e.resource, '$.entry[*]') with ordinality as n (entry, place)
where e.resource_type = 'Bundle';

create view ajour.compositions as
select e.id                                                             as event_id,
       c.entry,
       ajour.fhir_string(c.resource, '$.id')                            as id,
       e.patient_id,
       ajour.fhir_string(c.resource, '$.status')                        as status,
       ajour.fhir_string(c.resource, '$.type.coding[0].system')         as type_system,
       ajour.fhir_string(c.resource, '$.type.coding[0].code')           as type_code,
       ajour.fhir_string(c.resource, '$.type.coding[0].display')        as type_display,
       ajour.fhir_string(c.resource, '$.type.text')                     as type_text,
       ajour.fhir_string(c.resource, '$.category[0].coding[0].system')  as category_system,
       ajour.fhir_string(c.resource, '$.category[0].coding[0].code')    as category_code,
       ajour.fhir_string(c.resource, '$.category[0].coding[0].display') as category_display,
       ajour.fhir_string(c.resource, '$.category[0].text')              as category_text,
       ajour.fhir_string(c.resource, '$.date')                          as date,
       ajour.fhir_time(ajour.fhir_string(c.resource, '$.date'))         as date_at,
       ajour.fhir_string(c.resource, '$.title')                         as title,
       ajour.fhir_plain_text(ajour.fhir_string(c.resource, '$.text.div')) as text,
       ajour.fhir_string(c.resource, '$.confidentiality')               as confidentiality,
       ajour.fhir_string(c.resource, '$.language')                      as language,
       ajour.fhir_string(c.resource, '$.identifier.system')             as identifier_system,
       ajour.fhir_string(c.resource, '$.identifier.value')              as identifier_value,
       ajour.fhir_string(c.resource, '$.encounter.reference')           as encounter_reference,
       ajour.fhir_string(c.resource, '$.encounter.display')             as encounter_display,
       ajour.fhir_string(c.resource, '$.custodian.reference')           as custodian_reference,
       ajour.fhir_string(c.resource, '$.custodian.display')             as custodian_display,
       ajour.fhir_string(c.resource, '$.custodian.identifier.system')   as custodian_identifier_system,
       ajour.fhir_identifier_value(c.resource -> 'custodian')           as custodian_identifier_value,
       custodian.name                                                   as custodian_name,
       custodian.orgnr                                                  as custodian_orgnr,
       ajour.fhir_string(c.resource, '$.relatesTo[0].code')             as relates_to_code,
       ajour.fhir_string(c.resource, '$.relatesTo[0].targetReference.reference') as relates_to_target_reference,
       ajour.fhir_string(c.resource, '$.relatesTo[0].targetIdentifier.system')
                                                                        as relates_to_target_identifier_system,
       ajour.fhir_string(c.resource, '$.relatesTo[0].targetIdentifier.value')
                                                                        as relates_to_target_identifier_value,
       ajour.fhir_count(c.resource, '$.author[*]')                      as authors,
       ajour.fhir_count(c.resource, '$.section[*]')                     as sections
from ajour.event e
cross join lateral ajour.fhir_resources('Composition', e.resource_type, e.resource) as c
cross join lateral ajour.fhir_party(c.resource -> 'custodian', c.resource, e.resource) as custodian;

create view ajour.composition_authors as
select e.id                                                   as event_id,
       e.patient_id,
       c.entry,
       a.role,
       a.place::integer                                       as author,
       ajour.fhir_string(a.reference, '$.type')               as type,
       ajour.fhir_string(a.reference, '$.reference')          as reference,
       ajour.fhir_string(a.reference, '$.display')            as display,
       ajour.fhir_string(a.reference, '$.identifier.system')  as identifier_system,
       ajour.fhir_identifier_value(a.reference)               as identifier_value,
       party.resource_type,
       party.name,
       party.hpr_number,
       party.orgnr as author_orgnr,
       ajour.fhir_string(a.attester, '$.mode')                as mode,
       ajour.fhir_string(a.attester, '$.time')                as time,
       ajour.fhir_time(ajour.fhir_string(a.attester, '$.time')) as time_at
from ajour.event e
cross join lateral ajour.fhir_resources('Composition', e.resource_type, e.resource) as c
cross join lateral (
    select 'author', place, reference, null::jsonb
    from ajour.fhir_elements(c.resource, '$.author[*]') with ordinality as authors (reference, place)
    union all
    select 'attester', place, attester -> 'party', attester
    from ajour.fhir_elements(c.resource, '$.attester[*]') with ordinality as attesters (attester, place)
) as a (role, place, reference, attester)
cross join lateral ajour.fhir_party(a.reference, c.resource, e.resource) as party;

create view ajour.composition_sections as
select e.id                                                          as event_id,
       e.patient_id,
       c.entry,
       s.path                                                        as section,
       s.place,
       ajour.fhir_string(s.section, '$.title')                       as title,
       ajour.fhir_string(s.section, '$.code.coding[0].system')       as code_system,
       ajour.fhir_string(s.section, '$.code.coding[0].code')         as code_code,
       ajour.fhir_string(s.section, '$.code.coding[0].display')      as code_display,
       ajour.fhir_string(s.section, '$.code.text')                   as code_text,
       ajour.fhir_string(s.section, '$.text.status')                 as text_status,
       ajour.fhir_plain_text(ajour.fhir_string(s.section, '$.text.div')) as text,
       ajour.fhir_string(s.section, '$.text.div')                    as div,
       ajour.fhir_string(s.section, '$.mode')                        as mode,
       ajour.fhir_string(s.section, '$.emptyReason.coding[0].code')  as empty_reason_code,
       ajour.fhir_string(s.section, '$.emptyReason.text')            as empty_reason_text,
       ajour.fhir_strings(s.section, '$.entry[*].reference')         as entry_references
from ajour.event e
cross join lateral ajour.fhir_resources('Composition', e.resource_type, e.resource) as c
cross join lateral ajour.fhir_sections(c.resource) as s;

create view ajour.medication_dispenses as
select e.id                                                             as event_id,
       d.entry,
       ajour.fhir_string(d.resource, '$.id')                            as id,
       e.patient_id,
       ajour.fhir_string(d.resource, '$.status')                        as status,
       ajour.fhir_string(d.resource, '$.statusReasonCodeableConcept.coding[0].system')  as status_reason_system,
       ajour.fhir_string(d.resource, '$.statusReasonCodeableConcept.coding[0].code')    as status_reason_code,
       ajour.fhir_string(d.resource, '$.statusReasonCodeableConcept.coding[0].display') as status_reason_display,
       ajour.fhir_string(d.resource, '$.statusReasonCodeableConcept.text')              as status_reason_text,
       ajour.fhir_string(d.resource, '$.statusReasonReference.reference')               as status_reason_reference,
       ajour.fhir_string(d.resource, '$.statusReasonReference.display')
                                                                        as status_reason_reference_display,
       ajour.fhir_string(d.resource, '$.identifier[0].system')          as identifier_system,
       ajour.fhir_string(d.resource, '$.identifier[0].value')           as identifier_value,
       ajour.fhir_string(d.resource, '$.category.coding[0].system')     as category_system,
       ajour.fhir_string(d.resource, '$.category.coding[0].code')       as category_code,
       ajour.fhir_string(d.resource, '$.category.coding[0].display')    as category_display,
       ajour.fhir_string(d.resource, '$.category.text')                 as category_text,
       ajour.fhir_string(d.resource, '$.type.coding[0].system')         as type_system,
       ajour.fhir_string(d.resource, '$.type.coding[0].code')           as type_code,
       ajour.fhir_string(d.resource, '$.type.coding[0].display')        as type_display,
       ajour.fhir_string(d.resource, '$.type.text')                     as type_text,
       ajour.fhir_string(m.concept, '$.coding[0].system')               as medication_system,
       ajour.fhir_string(m.concept, '$.coding[0].code')                 as medication_code,
       ajour.fhir_string(m.concept, '$.coding[0].display')              as medication_display,
       ajour.fhir_string(m.concept, '$.text')                           as medication_text,
       ajour.fhir_string(d.resource, '$.medicationReference.reference') as medication_reference,
       ajour.fhir_string(d.resource, '$.medicationReference.display')   as medication_reference_display,
       ajour.fhir_number(d.resource, '$.quantity.value')                as quantity_value,
       ajour.fhir_string(d.resource, '$.quantity.unit')                 as quantity_unit,
       ajour.fhir_string(d.resource, '$.quantity.system')               as quantity_system,
       ajour.fhir_string(d.resource, '$.quantity.code')                 as quantity_code,
       ajour.fhir_number(d.resource, '$.daysSupply.value')              as days_supply_value,
       ajour.fhir_string(d.resource, '$.daysSupply.unit')               as days_supply_unit,
       ajour.fhir_string(d.resource, '$.daysSupply.system')             as days_supply_system,
       ajour.fhir_string(d.resource, '$.daysSupply.code')               as days_supply_code,
       ajour.fhir_string(d.resource, '$.whenPrepared')                  as when_prepared,
       ajour.fhir_time(ajour.fhir_string(d.resource, '$.whenPrepared')) as when_prepared_at,
       ajour.fhir_string(d.resource, '$.whenHandedOver')                as when_handed_over,
       ajour.fhir_time(ajour.fhir_string(d.resource, '$.whenHandedOver')) as when_handed_over_at,
       ajour.fhir_string(p.performer, '$.function.coding[0].system')    as performer_function_system,
       ajour.fhir_string(p.performer, '$.function.coding[0].code')      as performer_function_code,
       ajour.fhir_string(p.performer, '$.function.coding[0].display')   as performer_function_display,
       ajour.fhir_string(p.performer, '$.function.text')                as performer_function_text,
       ajour.fhir_string(p.performer, '$.actor.reference')              as performer_reference,
       ajour.fhir_string(p.performer, '$.actor.display')                as performer_display,
       ajour.fhir_string(p.performer, '$.actor.identifier.system')      as performer_identifier_system,
       ajour.fhir_identifier_value(p.performer -> 'actor')              as performer_identifier_value,
       party.resource_type                                              as performer_resource_type,
       party.name                                                       as performer_name,
       party.hpr_number                                                 as performer_hpr_number,
       party.orgnr                                                      as performer_orgnr,
       ajour.fhir_string(d.resource, '$.location.reference')            as location_reference,
       ajour.fhir_string(d.resource, '$.location.display')              as location_display,
       ajour.fhir_string(d.resource, '$.authorizingPrescription[0].reference') as authorizing_prescription_reference,
       ajour.fhir_string(d.resource, '$.authorizingPrescription[0].display')   as authorizing_prescription_display,
       ajour.fhir_string(d.resource, '$.authorizingPrescription[0].identifier.system')
                                                                        as authorizing_prescription_identifier_system,
       ajour.fhir_string(d.resource, '$.authorizingPrescription[0].identifier.value')
                                                                        as authorizing_prescription_identifier_value,
       array_to_string(ajour.fhir_strings(d.resource, '$.dosageInstruction[*].text'), E'\n') as dosage_text,
       ajour.fhir_number(d.resource, '$.dosageInstruction[0].doseAndRate[0].doseQuantity.value')
                                                                        as dose_quantity_value,
       ajour.fhir_string(d.resource, '$.dosageInstruction[0].doseAndRate[0].doseQuantity.unit')
                                                                        as dose_quantity_unit,
       ajour.fhir_string(d.resource, '$.dosageInstruction[0].doseAndRate[0].doseQuantity.system')
                                                                        as dose_quantity_system,
       ajour.fhir_string(d.resource, '$.dosageInstruction[0].doseAndRate[0].doseQuantity.code')
                                                                        as dose_quantity_code,
       array_to_string(ajour.fhir_strings(d.resource, '$.note[*].text'), E'\n') as note,
       ajour.fhir_boolean(d.resource, '$.substitution.wasSubstituted')  as substitution_was_substituted
from ajour.event e
cross join lateral ajour.fhir_resources('MedicationDispense', e.resource_type, e.resource) as d
cross join lateral ajour.fhir_medication(d.resource, e.resource) as m (concept)
cross join lateral jsonb_path_query_first(d.resource, '$.performer[0]') as p (performer)
cross join lateral ajour.fhir_party(p.performer -> 'actor', d.resource, e.resource) as party;

create view ajour.event_codings as
select e.id                                            as event_id,
       e.patient_id,
       c.entry,
       c.element,
       c.section,
       c.concept,
       k.place::integer                                as coding,
       ajour.fhir_string(k.coding, '$.system')         as system,
       ajour.fhir_string(k.coding, '$.version')        as version,
       ajour.fhir_string(k.coding, '$.code')           as code,
       ajour.fhir_string(k.coding, '$.display')        as display,
       ajour.fhir_boolean(k.coding, '$.userSelected')  as user_selected,
       ajour.fhir_string(c.value, '$.text')            as text
from ajour.event e
cross join lateral ajour.fhir_concepts(e.resource_type, e.resource) as c
left join lateral ajour.fhir_elements(c.value, '$.coding[*]') with ordinality as k (coding, place) on true
where k.coding is not null or ajour.fhir_string(c.value, '$.text') is not null;

-- What each column is.

comment on view ajour.bundles is 'The events that are Bundles';
comment on column ajour.bundles.event_id is 'ajour.events.event_id, what ajour.mark_journaled takes';
comment on column ajour.bundles.id is 'FHIRPath: id';
comment on column ajour.bundles.patient_id is 'The event''s person, ajour.patients.patient_id; null where none was found';
comment on column ajour.bundles.type is 'document, transaction and so on. FHIRPath: type';
comment on column ajour.bundles.timestamp is 'When it was put together, as it was written. FHIRPath: timestamp';
comment on column ajour.bundles.timestamp_at is 'When it was put together; null where that cannot be read';
comment on column ajour.bundles.identifier_system is 'FHIRPath: identifier.system';
comment on column ajour.bundles.identifier_value is 'FHIRPath: identifier.value';
comment on column ajour.bundles.entries is 'How many entries it has. FHIRPath: entry.count()';

comment on view ajour.bundle_entries is 'The entries of the events that are Bundles, for what has no view of its own';
comment on column ajour.bundle_entries.event_id is 'ajour.events.event_id, what ajour.mark_journaled takes';
comment on column ajour.bundle_entries.patient_id is 'The event''s person, ajour.patients.patient_id; null where none was found';
comment on column ajour.bundle_entries.entry is 'Its place in the Bundle, from 1';
comment on column ajour.bundle_entries.full_url is 'FHIRPath: fullUrl';
comment on column ajour.bundle_entries.resource_type is 'FHIRPath: resource.type().name';
comment on column ajour.bundle_entries.id is 'FHIRPath: resource.id';
comment on column ajour.bundle_entries.resource is 'The resource as it was received';

comment on view ajour.compositions is 'The Compositions: events, and entries of events that are Bundles';
comment on column ajour.compositions.event_id is 'ajour.events.event_id, what ajour.mark_journaled takes';
comment on column ajour.compositions.entry is
    'The Bundle''s entry that it is, from 1; null where it is the event itself, so join with is not distinct from';
comment on column ajour.compositions.id is 'FHIRPath: id';
comment on column ajour.compositions.patient_id is 'The event''s person, ajour.patients.patient_id; null where none was found';
comment on column ajour.compositions.status is
    'preliminary, final, amended, or entered-in-error: it should never have been written. FHIRPath: status';
comment on column ajour.compositions.type_system is
    'The kind of document, first coding. FHIRPath: type.coding.first().system';
comment on column ajour.compositions.type_code is
    'The kind of document, first coding. FHIRPath: type.coding.first().code';
comment on column ajour.compositions.type_display is
    'The kind of document, first coding. FHIRPath: type.coding.first().display';
comment on column ajour.compositions.type_text is 'The kind of document in words. FHIRPath: type.text';
comment on column ajour.compositions.category_system is
    'First category, first coding. FHIRPath: category.first().coding.first().system';
comment on column ajour.compositions.category_code is
    'First category, first coding. FHIRPath: category.first().coding.first().code';
comment on column ajour.compositions.category_display is
    'First category, first coding. FHIRPath: category.first().coding.first().display';
comment on column ajour.compositions.category_text is 'First category in words. FHIRPath: category.first().text';
comment on column ajour.compositions.date is 'When it was written or changed, as it was written. FHIRPath: date';
comment on column ajour.compositions.date_at is 'The beginning of date; null where it cannot be read';
comment on column ajour.compositions.title is 'FHIRPath: title';
comment on column ajour.compositions.text is 'The Composition''s own narrative as plain text; the sections have theirs';
comment on column ajour.compositions.confidentiality is
    'Code of v3-ConfidentialityClassification. FHIRPath: confidentiality';
comment on column ajour.compositions.language is 'FHIRPath: language';
comment on column ajour.compositions.identifier_system is 'FHIRPath: identifier.system';
comment on column ajour.compositions.identifier_value is 'FHIRPath: identifier.value';
comment on column ajour.compositions.encounter_reference is 'FHIRPath: encounter.reference';
comment on column ajour.compositions.encounter_display is 'FHIRPath: encounter.display';
comment on column ajour.compositions.custodian_reference is 'FHIRPath: custodian.reference';
comment on column ajour.compositions.custodian_display is 'FHIRPath: custodian.display';
comment on column ajour.compositions.custodian_identifier_system is 'FHIRPath: custodian.identifier.system';
comment on column ajour.compositions.custodian_identifier_value is
    'Null where it is, or looks like, a person''s national number. FHIRPath: custodian.identifier.where((system | value).where(matches(''^urn:oid:2[.]16[.]578[.]1[.]12[.]4[.]1[.]4[.][1235]$|^[0-9]{6} ?[0-9]{5}$'')).empty()).value';
comment on column ajour.compositions.custodian_name is 'Name of the resource in the event that custodian points to';
comment on column ajour.compositions.custodian_orgnr is
    'Organisation number, of the reference or of the resource in the event that it points to';
comment on column ajour.compositions.relates_to_code is
    'replaces, transforms, signs or appends the first document that it relates to. FHIRPath: relatesTo.first().code';
comment on column ajour.compositions.relates_to_target_reference is
    'FHIRPath: relatesTo.first().target.ofType(Reference).reference';
comment on column ajour.compositions.relates_to_target_identifier_system is
    'FHIRPath: relatesTo.first().target.ofType(Identifier).system';
comment on column ajour.compositions.relates_to_target_identifier_value is
    'FHIRPath: relatesTo.first().target.ofType(Identifier).value';
comment on column ajour.compositions.authors is 'How many authors it has. FHIRPath: author.count()';
comment on column ajour.compositions.sections is
    'How many sections it has, those in sections left out. FHIRPath: section.count()';

comment on view ajour.composition_authors is 'Who wrote and who attested each Composition. Paths are those of the author, or of the attester''s party';
comment on column ajour.composition_authors.event_id is 'ajour.events.event_id, what ajour.mark_journaled takes';
comment on column ajour.composition_authors.patient_id is
    'The event''s person, ajour.patients.patient_id; null where none was found';
comment on column ajour.composition_authors.entry is
    'The Bundle''s entry that it is, from 1; null where it is the event itself, so join with is not distinct from';
comment on column ajour.composition_authors.role is 'author or attester';
comment on column ajour.composition_authors.author is
    'Its place among the Composition''s authors, or its attesters, from 1';
comment on column ajour.composition_authors.type is 'FHIRPath: type';
comment on column ajour.composition_authors.reference is 'FHIRPath: reference';
comment on column ajour.composition_authors.display is 'FHIRPath: display';
comment on column ajour.composition_authors.identifier_system is 'FHIRPath: identifier.system';
comment on column ajour.composition_authors.identifier_value is
    'Null where it is, or looks like, a person''s national number. FHIRPath: identifier.where((system | value).where(matches(''^urn:oid:2[.]16[.]578[.]1[.]12[.]4[.]1[.]4[.][1235]$|^[0-9]{6} ?[0-9]{5}$'')).empty()).value';
comment on column ajour.composition_authors.resource_type is
    'Type of the resource in the event that it points to; null where it points out of the event';
comment on column ajour.composition_authors.name is
    'Name of that resource; of a PractitionerRole the name of its Practitioner, else of its Organization';
comment on column ajour.composition_authors.hpr_number is
    'Number in the health personnel register (HPR), of the reference or of the resources that it leads to';
comment on column ajour.composition_authors.author_orgnr is
    'Organisation number, of the reference or of the resources that it leads to';
comment on column ajour.composition_authors.mode is 'personal, professional, legal or official; null for an author';
comment on column ajour.composition_authors.time is 'When it was attested, as it was written; null for an author';
comment on column ajour.composition_authors.time_at is 'The beginning of time; null where it cannot be read';

comment on view ajour.composition_sections is 'The sections of each Composition, and the sections in sections. Order by event_id, entry, place';
comment on column ajour.composition_sections.event_id is 'ajour.events.event_id, what ajour.mark_journaled takes';
comment on column ajour.composition_sections.patient_id is
    'The event''s person, ajour.patients.patient_id; null where none was found';
comment on column ajour.composition_sections.entry is
    'The Bundle''s entry that it is, from 1; null where it is the event itself, so join with is not distinct from';
comment on column ajour.composition_sections.section is 'Where it stands: 2.1 is the first section in the second';
comment on column ajour.composition_sections.place is 'Its place as the Composition is read from top to bottom, from 1';
comment on column ajour.composition_sections.title is 'FHIRPath: title';
comment on column ajour.composition_sections.code_system is
    'What it is about, first coding. FHIRPath: code.coding.first().system';
comment on column ajour.composition_sections.code_code is
    'What it is about, first coding. FHIRPath: code.coding.first().code';
comment on column ajour.composition_sections.code_display is
    'What it is about, first coding. FHIRPath: code.coding.first().display';
comment on column ajour.composition_sections.code_text is 'What it is about in words. FHIRPath: code.text';
comment on column ajour.composition_sections.text_status is
    'generated, extensions, additional or empty. FHIRPath: text.status';
comment on column ajour.composition_sections.text is 'The narrative as plain text';
comment on column ajour.composition_sections.div is
    'The narrative as XHTML, as it was received: it is not safe to show unsanitised. FHIRPath: text.div';
comment on column ajour.composition_sections.mode is 'working, snapshot or changes. FHIRPath: mode';
comment on column ajour.composition_sections.empty_reason_code is 'FHIRPath: emptyReason.coding.first().code';
comment on column ajour.composition_sections.empty_reason_text is 'FHIRPath: emptyReason.text';
comment on column ajour.composition_sections.entry_references is
    'What the text is about: entries of the Bundle, or resources elsewhere. FHIRPath: entry.reference';

comment on view ajour.medication_dispenses is 'The MedicationDispenses: events, and entries of events that are Bundles';
comment on column ajour.medication_dispenses.event_id is 'ajour.events.event_id, what ajour.mark_journaled takes';
comment on column ajour.medication_dispenses.entry is
    'The Bundle''s entry that it is, from 1; null where it is the event itself, so join with is not distinct from';
comment on column ajour.medication_dispenses.id is 'FHIRPath: id';
comment on column ajour.medication_dispenses.patient_id is
    'The event''s person, ajour.patients.patient_id; null where none was found';
comment on column ajour.medication_dispenses.status is
    'completed, declined and so on; entered-in-error: it never happened. FHIRPath: status';
comment on column ajour.medication_dispenses.status_reason_system is
    'Why it was not done, first coding. FHIRPath: statusReason.ofType(CodeableConcept).coding.first().system';
comment on column ajour.medication_dispenses.status_reason_code is
    'Why it was not done, first coding. FHIRPath: statusReason.ofType(CodeableConcept).coding.first().code';
comment on column ajour.medication_dispenses.status_reason_display is
    'Why it was not done, first coding. FHIRPath: statusReason.ofType(CodeableConcept).coding.first().display';
comment on column ajour.medication_dispenses.status_reason_text is
    'Why it was not done in words. FHIRPath: statusReason.ofType(CodeableConcept).text';
comment on column ajour.medication_dispenses.status_reason_reference is
    'FHIRPath: statusReason.ofType(Reference).reference';
comment on column ajour.medication_dispenses.status_reason_reference_display is
    'FHIRPath: statusReason.ofType(Reference).display';
comment on column ajour.medication_dispenses.identifier_system is 'FHIRPath: identifier.first().system';
comment on column ajour.medication_dispenses.identifier_value is 'FHIRPath: identifier.first().value';
comment on column ajour.medication_dispenses.category_system is
    'Where it was given out, first coding. FHIRPath: category.coding.first().system';
comment on column ajour.medication_dispenses.category_code is
    'Where it was given out, first coding. FHIRPath: category.coding.first().code';
comment on column ajour.medication_dispenses.category_display is
    'Where it was given out, first coding. FHIRPath: category.coding.first().display';
comment on column ajour.medication_dispenses.category_text is
    'Where it was given out in words. FHIRPath: category.text';
comment on column ajour.medication_dispenses.type_system is
    'The kind of dispense, first coding. FHIRPath: type.coding.first().system';
comment on column ajour.medication_dispenses.type_code is
    'The kind of dispense, first coding. FHIRPath: type.coding.first().code';
comment on column ajour.medication_dispenses.type_display is
    'The kind of dispense, first coding. FHIRPath: type.coding.first().display';
comment on column ajour.medication_dispenses.type_text is 'The kind of dispense in words. FHIRPath: type.text';
comment on column ajour.medication_dispenses.medication_system is
    'What was dispensed, here or in the Medication that medication_reference points to, first coding. FHIRPath: (medication.ofType(CodeableConcept) | medication.ofType(Reference).resolve().ofType(Medication).code).coding.first().system';
comment on column ajour.medication_dispenses.medication_code is
    'What was dispensed, here or in the Medication that medication_reference points to, first coding. FHIRPath: (medication.ofType(CodeableConcept) | medication.ofType(Reference).resolve().ofType(Medication).code).coding.first().code';
comment on column ajour.medication_dispenses.medication_display is
    'What was dispensed, here or in the Medication that medication_reference points to, first coding. FHIRPath: (medication.ofType(CodeableConcept) | medication.ofType(Reference).resolve().ofType(Medication).code).coding.first().display';
comment on column ajour.medication_dispenses.medication_text is
    'What was dispensed, here or in the Medication that medication_reference points to in words. FHIRPath: (medication.ofType(CodeableConcept) | medication.ofType(Reference).resolve().ofType(Medication).code).text';
comment on column ajour.medication_dispenses.medication_reference is 'FHIRPath: medication.ofType(Reference).reference';
comment on column ajour.medication_dispenses.medication_reference_display is
    'FHIRPath: medication.ofType(Reference).display';
comment on column ajour.medication_dispenses.quantity_value is 'How much was dispensed. FHIRPath: quantity.value';
comment on column ajour.medication_dispenses.quantity_unit is
    'How much was dispensed, unit in words. FHIRPath: quantity.unit';
comment on column ajour.medication_dispenses.quantity_system is
    'How much was dispensed, system of the unit code. FHIRPath: quantity.system';
comment on column ajour.medication_dispenses.quantity_code is
    'How much was dispensed, unit code. FHIRPath: quantity.code';
comment on column ajour.medication_dispenses.days_supply_value is 'How long it lasts. FHIRPath: daysSupply.value';
comment on column ajour.medication_dispenses.days_supply_unit is
    'How long it lasts, unit in words. FHIRPath: daysSupply.unit';
comment on column ajour.medication_dispenses.days_supply_system is
    'How long it lasts, system of the unit code. FHIRPath: daysSupply.system';
comment on column ajour.medication_dispenses.days_supply_code is
    'How long it lasts, unit code. FHIRPath: daysSupply.code';
comment on column ajour.medication_dispenses.when_prepared is 'As it was written. FHIRPath: whenPrepared';
comment on column ajour.medication_dispenses.when_prepared_at is
    'The beginning of when_prepared; null where it cannot be read';
comment on column ajour.medication_dispenses.when_handed_over is 'As it was written. FHIRPath: whenHandedOver';
comment on column ajour.medication_dispenses.when_handed_over_at is
    'The beginning of when_handed_over; null where it cannot be read';
comment on column ajour.medication_dispenses.performer_function_system is
    'What the first performer did, first coding. FHIRPath: performer.first().function.coding.first().system';
comment on column ajour.medication_dispenses.performer_function_code is
    'What the first performer did, first coding. FHIRPath: performer.first().function.coding.first().code';
comment on column ajour.medication_dispenses.performer_function_display is
    'What the first performer did, first coding. FHIRPath: performer.first().function.coding.first().display';
comment on column ajour.medication_dispenses.performer_function_text is
    'What the first performer did in words. FHIRPath: performer.first().function.text';
comment on column ajour.medication_dispenses.performer_reference is 'FHIRPath: performer.first().actor.reference';
comment on column ajour.medication_dispenses.performer_display is 'FHIRPath: performer.first().actor.display';
comment on column ajour.medication_dispenses.performer_identifier_system is
    'FHIRPath: performer.first().actor.identifier.system';
comment on column ajour.medication_dispenses.performer_identifier_value is
    'Null where it is, or looks like, a person''s national number. FHIRPath: performer.first().actor.identifier.where((system | value).where(matches(''^urn:oid:2[.]16[.]578[.]1[.]12[.]4[.]1[.]4[.][1235]$|^[0-9]{6} ?[0-9]{5}$'')).empty()).value';
comment on column ajour.medication_dispenses.performer_resource_type is
    'Type of the resource in the event that the first performer points to; null where that is not in the event';
comment on column ajour.medication_dispenses.performer_name is
    'Name of that resource; of a PractitionerRole the name of its Practitioner, else of its Organization';
comment on column ajour.medication_dispenses.performer_hpr_number is
    'Number in the health personnel register (HPR), of the reference or of the resources that it leads to';
comment on column ajour.medication_dispenses.performer_orgnr is
    'Organisation number, of the reference or of the resources that it leads to';
comment on column ajour.medication_dispenses.location_reference is 'FHIRPath: location.reference';
comment on column ajour.medication_dispenses.location_display is 'FHIRPath: location.display';
comment on column ajour.medication_dispenses.authorizing_prescription_reference is
    'FHIRPath: authorizingPrescription.first().reference';
comment on column ajour.medication_dispenses.authorizing_prescription_display is
    'FHIRPath: authorizingPrescription.first().display';
comment on column ajour.medication_dispenses.authorizing_prescription_identifier_system is
    'FHIRPath: authorizingPrescription.first().identifier.system';
comment on column ajour.medication_dispenses.authorizing_prescription_identifier_value is
    'FHIRPath: authorizingPrescription.first().identifier.value';
comment on column ajour.medication_dispenses.dosage_text is
    'All instructions, a line each. FHIRPath: dosageInstruction.text.join(''\n'')';
comment on column ajour.medication_dispenses.dose_quantity_value is
    'First dose. FHIRPath: dosageInstruction.first().doseAndRate.first().dose.ofType(Quantity).value';
comment on column ajour.medication_dispenses.dose_quantity_unit is
    'First dose, unit in words. FHIRPath: dosageInstruction.first().doseAndRate.first().dose.ofType(Quantity).unit';
comment on column ajour.medication_dispenses.dose_quantity_system is
    'First dose, system of the unit code. FHIRPath: dosageInstruction.first().doseAndRate.first().dose.ofType(Quantity).system';
comment on column ajour.medication_dispenses.dose_quantity_code is
    'First dose, unit code. FHIRPath: dosageInstruction.first().doseAndRate.first().dose.ofType(Quantity).code';
comment on column ajour.medication_dispenses.note is 'All notes, a line each. FHIRPath: note.text.join(''\n'')';
comment on column ajour.medication_dispenses.substitution_was_substituted is 'FHIRPath: substitution.wasSubstituted';

comment on view ajour.event_codings is 'Every coding of the codeable concepts that the views show, and the concepts that are words only. Paths are those of the Coding';
comment on column ajour.event_codings.event_id is 'ajour.events.event_id, what ajour.mark_journaled takes';
comment on column ajour.event_codings.patient_id is 'The event''s person, ajour.patients.patient_id; null where none was found';
comment on column ajour.event_codings.entry is
    'The Bundle''s entry that it is, from 1; null where it is the event itself, so join with is not distinct from';
comment on column ajour.event_codings.element is 'Which element, such as Composition.category';
comment on column ajour.event_codings.section is 'Which section, as in composition_sections; null outside of sections';
comment on column ajour.event_codings.concept is 'Which of its values where the element has several, from 1';
comment on column ajour.event_codings.coding is
    'Place among the concept''s codings, from 1; null where it has words only';
comment on column ajour.event_codings.system is 'FHIRPath: system';
comment on column ajour.event_codings.version is 'FHIRPath: version';
comment on column ajour.event_codings.code is 'FHIRPath: code';
comment on column ajour.event_codings.display is 'FHIRPath: display';
comment on column ajour.event_codings.user_selected is 'FHIRPath: userSelected';
comment on column ajour.event_codings.text is 'The concept in words';
