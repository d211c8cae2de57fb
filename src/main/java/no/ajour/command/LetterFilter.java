package no.ajour.command;

import java.util.ArrayList;
import java.util.List;
import no.ajour.report.LetterQuery;
import no.ajour.report.LetterSelection;
import no.ajour.run.Jobs;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that choose dead letters. */
final class LetterFilter {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--job", paramLabel = "JOB", description = "Only of this job.")
    private @Nullable String job;

    @Option(names = "--cause", paramLabel = "CAUSE", description = "Only with this cause; may be repeated.")
    private List<String> causes = new ArrayList<>();

    @Mixin
    private TenantOption tenants = new TenantOption();

    /** Whether nothing was chosen. */
    boolean isEmpty() {
        return job == null && causes.isEmpty() && tenants.given().isEmpty();
    }

    /**
     * What was chosen. Tenants may be such as are not configured any more, if they have letters.
     *
     * @throws picocli.CommandLine.ParameterException that lists the right names, if one is wrong
     */
    LetterSelection selection(ApplicationContext context, List<Long> ids, List<String> states) {
        if (job != null) {
            JobNames.require(
                    spec.commandLine(), job, context.getBean(Jobs.class).names());
        }
        var known = new ArrayList<>(KnownTenants.withNational(context));
        if (!known.containsAll(tenants.given())) {
            known.addAll(context.getBean(LetterQuery.class).tenants());
        }
        return new LetterSelection(ids, job, tenants.among(known), causes, states);
    }
}
