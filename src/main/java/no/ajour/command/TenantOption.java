package no.ajour.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenants;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --tenant}. */
final class TenantOption {
    private static final int MOST_NAMED = 20;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--tenant",
            paramLabel = "ORGNR",
            description = "Only this tenant, by organisation number; may be repeated.")
    private List<String> orgnrs = new ArrayList<>();

    /** As given, without repetition; empty for all. */
    List<String> given() {
        return orgnrs.stream().distinct().toList();
    }

    /** As {@link #given}, each of them one of those that are known. */
    List<String> among(Collection<String> known) {
        for (var orgnr : orgnrs) {
            if (!known.contains(orgnr)) {
                throw new ParameterException(
                        spec.commandLine(), "There is no tenant " + orgnr + ". Tenants: " + names(known));
            }
        }
        return given();
    }

    /** The tenants that were named, or all. */
    List<Tenant> of(Tenants configured) {
        var all = configured.required();
        if (orgnrs.isEmpty()) {
            return all;
        }
        return among(all.stream().map(Tenant::orgnr).toList()).stream()
                .map(orgnr -> configured.find(orgnr).orElseThrow())
                .toList();
    }

    private static String names(Collection<String> known) {
        String named = known.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return known.size() <= MOST_NAMED ? named : named + " and " + (known.size() - MOST_NAMED) + " more";
    }
}
