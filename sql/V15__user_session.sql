-- What people have opened at HelseID with `ajour login`, for APIs that want a person's token.
create table ajour.user_session (
    tenant        text primary key check (tenant ~ '^[0-9]{9}$'),
    client_id     text not null,
    version       uuid not null default gen_random_uuid(),
    scopes        text[] not null,
    sealed        bytea,
    begun_at      timestamptz not null,
    refreshed_at  timestamptz,
    expires_at    timestamptz,
    ended_at      timestamptz,
    claim         uuid,
    claimed_until timestamptz,
    check ((sealed is null) = (ended_at is not null))
);
comment on table ajour.user_session is 'A person''s session at HelseID, one a tenant, until it is ended or another takes its place';
comment on column ajour.user_session.version is 'Changes with every refresh token that is stored, so that an older one never takes the place of a newer';
comment on column ajour.user_session.sealed is
    'Refresh token, key and name, encrypted for this tenant and client with what only the installation''s key file opens; null once the session is over';
comment on column ajour.user_session.expires_at is 'As HelseID told; null if it did not';
comment on column ajour.user_session.claim is 'Who is spending the refresh token just now; nobody else does before claimed_until';
