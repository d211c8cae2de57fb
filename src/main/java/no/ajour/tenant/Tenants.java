package no.ajour.tenant;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import no.ajour.failure.WrongInstallation;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Every municipality of this installation, in the order of the configuration. */
@ConfigurationProperties("ajour")
public record Tenants(@DefaultValue List<Tenant> tenants) {

    public Tenants {
        tenants = List.copyOf(tenants);
        var seen = new HashSet<String>();
        for (var tenant : tenants) {
            if (!seen.add(tenant.orgnr())) {
                throw new IllegalArgumentException(
                        "ajour.tenants names " + tenant.orgnr() + " twice; remove one of them");
            }
        }
    }

    /**
     * All of them.
     *
     * @throws WrongInstallation if there are none
     */
    public List<Tenant> required() {
        if (tenants.isEmpty()) {
            throw new WrongInstallation("No tenant is configured. Name each municipality under ajour.tenants, such as "
                    + "ajour.tenants[0].orgnr: \"123456785\"");
        }
        return tenants;
    }

    public Optional<Tenant> find(String orgnr) {
        return tenants.stream().filter(tenant -> tenant.orgnr().equals(orgnr)).findFirst();
    }
}
