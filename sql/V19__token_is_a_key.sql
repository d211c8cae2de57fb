-- Makes the token a part of a key, so that PostgreSQL takes the strongest lock of a row for whatever changes it: a takeover
-- waits for the transactions that the fence let through, which hold the weakest one, and a renewal does not.
create unique index lease_token on ajour.lease (job, tenant, token);
