package no.ajour.doctor;

import java.util.ArrayList;
import java.util.List;
import no.ajour.failure.Failure;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.helseid.HelseIdFacts;

/** Whether HelseID answers, is the issuer that is configured, and takes what our key signs with. */
final class HelseIdCheck implements Check {
    private final HelseId helseId;

    HelseIdCheck(HelseId helseId) {
        this.helseId = helseId;
    }

    @Override
    public String name() {
        return "helseid";
    }

    @Override
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        try {
            helseId.probe().clientId();
        } catch (WrongInstallation e) {
            findings.add(Finding.wrong(name(), "client", e));
        }
        try {
            findings.add(metadata(helseId.metadata()));
        } catch (TryLater e) {
            findings.add(Finding.wrong(
                    name(),
                    "metadata",
                    String.valueOf(e.getMessage()),
                    "check ajour.helseid.issuer, the name server, and any proxy or firewall between"));
        } catch (Failure e) {
            findings.add(Finding.wrong(name(), "metadata", e));
        }
        return findings;
    }

    private Finding metadata(HelseIdFacts facts) {
        String found = facts.issuer() + " answers as itself";
        String ours;
        try {
            ours = helseId.probe().key().algorithm();
        } catch (WrongInstallation e) {
            return Finding.ok(name(), "metadata", found);
        }
        if (facts.assertionAlgorithms().isEmpty()) {
            return Finding.ok(name(), "metadata", found + "; it does not say which algorithms it takes");
        }
        return facts.assertionAlgorithms().contains(ours)
                ? Finding.ok(name(), "metadata", found + " and takes " + ours)
                : Finding.wrong(
                        name(),
                        "metadata",
                        found + " and does not take " + ours,
                        "make a key for one of " + String.join(", ", facts.assertionAlgorithms())
                                + " and register it in HelseID Selvbetjening");
    }
}
