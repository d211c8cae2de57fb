package no.ajour.doctor;

import java.time.Duration;
import java.util.List;
import no.ajour.failure.Failure;

/** This machine's clock against HelseID's: assertions and proofs live for seconds. */
final class ClockCheck implements Check {
    private final HelseId helseId;

    ClockCheck(HelseId helseId) {
        this.helseId = helseId;
    }

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public List<Finding> findings() {
        var settings = helseId.settings();
        try {
            helseId.metadata();
        } catch (Failure e) {
            // Told already. Even an answer that is of no use tells the time.
        }
        Duration ahead = helseId.probe().ahead();
        if (ahead == null) {
            throw new NotPossible("HelseID gave no answer that tells the time");
        }
        String found = Difference.of(ahead, "HelseID's");
        String fix = "synchronise it with NTP (ntp.nhn.no on Helsenettet)";
        if (ahead.abs().compareTo(settings.assertionLife()) > 0) {
            return List.of(Finding.wrong(name(), null, found, fix));
        }
        return List.of(
                ahead.abs().compareTo(settings.clockSkewWarning()) > 0
                        ? Finding.warning(name(), null, found, fix)
                        : Finding.ok(name(), null, found));
    }
}
