package no.ajour.journal;

import java.time.InstantSource;
import no.ajour.http.Api;
import no.ajour.http.Apis;
import no.ajour.patient.NumberGuard;
import no.ajour.tenant.Tenant;

/** What it takes to search JFT's ReadAPI for a tenant's events. */
final class JftSearches {
    private final Apis apis;
    private final PatientFinder patients;
    private final JournalSettings settings;
    private final InstantSource clock;

    JftSearches(Apis apis, NumberGuard guard, JournalSettings settings, InstantSource clock) {
        this.apis = apis;
        this.patients = new PatientFinder(guard);
        this.settings = settings;
        this.clock = clock;
    }

    SearchWalk walk(EventType type, Tenant tenant) {
        return new SearchWalk(type, api(), requests(type, tenant), reader(type, tenant), settings, clock);
    }

    IdSearch byId(EventType type, Tenant tenant) {
        return new IdSearch(type, api(), requests(type, tenant), reader(type, tenant), settings);
    }

    /** Reads what was received, now or earlier. */
    EntriesReader reader(EventType type, Tenant tenant) {
        return new EntriesReader(
                type,
                new EventReader(
                        type, tenant, patients, settings.largestResource().toBytes()));
    }

    private SearchRequests requests(EventType type, Tenant tenant) {
        return new SearchRequests(type, tenant, api().properties().requiredBaseUrl(), settings);
    }

    private Api api() {
        return apis.get("jft-read");
    }
}
