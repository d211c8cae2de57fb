package no.ajour.command;

import java.util.ArrayList;
import java.util.List;
import no.ajour.run.Run;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import org.springframework.context.ApplicationContext;

/** The names that a tenant may be given by. */
final class KnownTenants {
    private KnownTenants() {}

    /** Organisation numbers, in the order of the configuration. */
    static List<String> of(ApplicationContext context) {
        return context.getBean(Tenants.class).tenants().stream()
                .map(Tenant::orgnr)
                .toList();
    }

    /** As {@link #of}, and the one that stands for all tenants together. */
    static List<String> withNational(ApplicationContext context) {
        var known = new ArrayList<>(of(context));
        known.add(Run.NATIONAL);
        return known;
    }
}
