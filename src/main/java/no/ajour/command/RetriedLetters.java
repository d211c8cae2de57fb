package no.ajour.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import no.ajour.report.LetterRow;
import no.ajour.run.Repair;
import no.ajour.run.RepairOrder;
import no.ajour.run.Run;
import no.ajour.screen.Table;
import no.ajour.screen.Words;
import no.ajour.tenant.Tenants;
import org.springframework.context.ApplicationContext;

/** What a retry came to: how many letters are resolved, how many are left, and why. */
final class RetriedLetters {
    private final Tenants tenants;
    private final List<String> jobsThatRetry;

    RetriedLetters(ApplicationContext context) {
        this.tenants = context.getBean(Tenants.class);
        this.jobsThatRetry = context.getBeansOfType(Repair.class).values().stream()
                .filter(repair -> repair.handles(new RepairOrder.Letters(List.of())))
                .map(Repair::job)
                .toList();
    }

    List<String> lines(int all, List<LetterRow> left) {
        var lines = new ArrayList<String>();
        lines.add(Counted.of(all, "dead letter") + ": " + (all - left.size()) + " resolved, " + left.size() + " left");
        var groups = new LinkedHashMap<String, List<LetterRow>>();
        left.forEach(letter -> groups.computeIfAbsent(
                        letter.job() + " " + letter.cause() + " " + why(letter), group -> new ArrayList<>())
                .add(letter));
        groups.values().forEach(group -> {
            var first = group.getFirst();
            lines.add("  " + first.job() + ", " + first.cause() + ": " + group.size());
            Words.wrap(why(first), Table.WIDTH - 6).forEach(line -> lines.add("      " + line));
        });
        return lines;
    }

    private String why(LetterRow letter) {
        if (letter.tenant().equals(Run.NATIONAL)) {
            return "It is about the national change list, not about a record that can be asked for again."
                    + " ajour dead-letters discard closes it.";
        }
        if (tenants.find(letter.tenant()).isEmpty()) {
            return "Tenant " + letter.tenant() + " is not configured: add it to ajour.tenants, or ajour dead-letters"
                    + " discard --tenant " + letter.tenant() + " --why TEXT.";
        }
        if (!jobsThatRetry.contains(letter.job())) {
            return "The job does not handle single letters again: ajour run " + letter.job()
                    + ", or ajour dead-letters discard.";
        }
        return letter.message();
    }
}
