package no.ajour.command;

import java.util.ArrayList;
import java.util.List;
import no.ajour.run.DeadLetter;
import no.ajour.run.DeadLetters;
import no.ajour.run.Line;
import no.ajour.run.Remarks;
import no.ajour.run.Repair;
import no.ajour.run.RepairOrder;
import no.ajour.run.Run;
import no.ajour.run.Steps;
import no.ajour.tenant.Tenant;
import org.springframework.batch.core.step.Step;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * A job {@code things} that does again what it is told: its remark is the order, and a letter is resolved unless its
 * record is called broken.
 */
@Configuration(proxyBeanMethods = false)
class FakeRepairs {

    // Not made where a command starts no jobs.
    @Bean
    @Lazy
    Repair things(Steps steps, DeadLetters letters, Remarks remarks) {
        return new Repair() {
            @Override
            public String job() {
                return "things";
            }

            @Override
            public boolean handles(RepairOrder order) {
                return !(order instanceof RepairOrder.Audit);
            }

            @Override
            public List<Step> steps(Run run, Tenant tenant, RepairOrder order) {
                return List.of(steps.once(run, "again", (once, tally) -> {
                    remarks.add(run, "Done again: " + order.getClass().getSimpleName() + ".");
                    var good = new ArrayList<String>();
                    var bad = new ArrayList<DeadLetter>();
                    for (var letter : letters.retrying(run, 0, 1000)) {
                        if (letter.record().contains("broken")) {
                            bad.add(new DeadLetter(letter.record(), letter.cause(), "It is broken still."));
                        } else {
                            good.add(letter.record());
                        }
                    }
                    letters.resolve(run, good);
                    letters.add(run, bad);
                    tally.add(Line.DEAD, bad.size());
                }));
            }
        };
    }
}
