package no.ajour.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import no.ajour.patient.Installation;
import no.ajour.patient.Installation.Environment;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;

/** Whether there are tenants, and their organisation numbers can be right. */
final class TenantCheck implements Check {
    // Brønnøysundregistrene: Om organisasjonsnummeret.
    private static final int[] WEIGHTS = {3, 2, 7, 6, 5, 4, 3, 2};

    private final Settings settings;

    TenantCheck(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "tenants";
    }

    @Override
    public List<Finding> findings() {
        var tenants = settings.require(Tenants.class).tenants();
        if (tenants.isEmpty()) {
            return List.of(Finding.wrong(
                    name(),
                    null,
                    "no tenant is configured",
                    "name each municipality under ajour.tenants, such as ajour.tenants[0].orgnr: \"123456785\""));
        }
        var findings = new ArrayList<Finding>();
        tenants.forEach(tenant -> Stream.of(tenant.orgnr(), tenant.childOrgnr())
                .filter(Objects::nonNull)
                .filter(orgnr -> !isValid(orgnr))
                .forEach(orgnr -> findings.add(invalid(tenant, orgnr))));
        if (findings.isEmpty()) {
            findings.add(Finding.ok(
                    name(), null, tenants.size() == 1 ? tenants.getFirst().toString() : tenants.size() + " tenants"));
        }
        return findings;
    }

    private Finding invalid(Tenant tenant, String orgnr) {
        var environment = settings.require(Installation.class).environment();
        // Test environments have organisations whose numbers break the rule.
        return new Finding(
                name(),
                tenant.orgnr(),
                environment == Environment.PRODUCTION ? Result.WRONG : Result.WARNING,
                "%s is no organisation number: its check digit is wrong".formatted(orgnr),
                "correct ajour.tenants; data.brreg.no has the number of every organisation");
    }

    /** Modulus 11: the weighted digits and the check digit, the last one, sum up to a multiple of 11. */
    static boolean isValid(String orgnr) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * (orgnr.charAt(i) - '0');
        }
        return (sum + orgnr.charAt(WEIGHTS.length) - '0') % 11 == 0;
    }
}
