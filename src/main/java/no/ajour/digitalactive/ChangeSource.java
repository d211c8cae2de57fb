package no.ajour.digitalactive;

import java.util.List;
import no.ajour.run.Run;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;

/**
 * How the job learns whose status may have changed: it writes refresh requests, and nothing else. An interface, since
 * Helsenorge is phasing the change list out and has not said what replaces it.
 */
interface ChangeSource {

    /** Whether changes are asked for once for all tenants, by {@link #nationalSteps}. */
    boolean national();

    List<Step> nationalSteps(Run run);

    /** Steps of one tenant's run, before its patients are refreshed. */
    List<Step> steps(Run run, Tenant tenant);
}
