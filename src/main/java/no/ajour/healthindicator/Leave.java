package no.ajour.healthindicator;

import no.ajour.failure.WrongInstallation;
import no.ajour.run.Jobs;
import no.ajour.tenant.Tenant;

/**
 * Whether Kjernejournal may be asked by a job at all. Its documentation has a user open a patient first, and says nothing of
 * lists of patients; so an installation says that its owner has NHN's leave, and names the tenants that have agreed.
 */
final class Leave {
    private final Jobs jobs;
    private final HealthIndicatorSettings settings;

    Leave(Jobs jobs, HealthIndicatorSettings settings) {
        this.jobs = jobs;
        this.settings = settings;
    }

    /** @throws WrongInstallation if the leave is not declared, or not for this tenant */
    void require(Tenant tenant) {
        if (!settings.pollingAgreedWithNhn()) {
            throw new WrongInstallation(
                    "ajour.jobs.health-indicators.polling-agreed-with-nhn is not true. Kjernejournal is"
                            + " asked by a job only where NHN has agreed to it in writing; set it when that is so, or "
                            + "ajour.jobs.health-indicators.enabled to false");
        }
        if (!jobs.of(HealthIndicatorJob.NAME).tenants().contains(tenant.orgnr())) {
            throw new WrongInstallation("ajour.jobs.health-indicators.tenants does not name " + tenant.orgnr()
                    + ". This job runs for tenants that are named one by one, and not for all");
        }
    }
}
