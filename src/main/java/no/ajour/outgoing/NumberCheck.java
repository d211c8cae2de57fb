package no.ajour.outgoing;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import no.ajour.outgoing.NationalSystems.Kind;
import no.ajour.patient.NumberGuard;
import no.ajour.patient.NumberVerdict;
import no.ajour.patient.NumberVerdict.Accepted;
import no.ajour.patient.NumberVerdict.Refused;
import tools.jackson.databind.JsonNode;

/**
 * Looks at every identifier of a resource, wherever it stands: no real person goes to a test system, no synthetic one to
 * production, and organisation numbers are as the installation says. Finds whom the event is about on the way.
 */
final class NumberCheck {
    private final NumberGuard guard;
    private final Predicate<String> organisations;

    /** @param organisations which organisation numbers are right */
    NumberCheck(NumberGuard guard, Predicate<String> organisations) {
        this.guard = guard;
        this.organisations = organisations;
    }

    /**
     * The numbers of those that the event is about: behind elements named subject and patient, and of Patient resources.
     *
     * @param path of the node, for messages
     */
    Set<String> subjects(JsonNode node, String path) throws Unfit {
        var subjects = new LinkedHashSet<String>();
        look(node, path, false, subjects);
        return subjects;
    }

    private void look(JsonNode node, String path, boolean isSubject, Set<String> subjects) throws Unfit {
        if (node.isArray()) {
            int number = 0;
            for (var element : node.values()) {
                look(element, path + "[" + number++ + "]", isSubject, subjects);
            }
            return;
        }
        if (!node.isObject()) {
            return;
        }
        identifier(node, path, isSubject, subjects);
        boolean isPatient = node.path("resourceType").stringValue("").equals("Patient");
        for (var property : node.properties()) {
            var name = property.getKey();
            // A Patient's own numbers are its identifiers; its contacts and links name others.
            boolean about = name.equals("subject")
                    || name.equals("patient")
                    || (name.equals("identifier") && (isSubject || isPatient));
            look(property.getValue(), path + "." + name, about, subjects);
        }
    }

    private void identifier(JsonNode node, String path, boolean isSubject, Set<String> subjects) throws Unfit {
        var kind = NationalSystems.kind(node.path("system").stringValue(""));
        var given = node.path("value");
        if (kind == Kind.OTHER || given.isMissingNode()) {
            return;
        }
        var value = given.stringValue("");
        if (kind == Kind.ORGANISATION) {
            if (!organisations.test(value)) {
                throw new Unfit(
                        "organisation-number",
                        path + ".value is no organisation number that may be sent from here. Correct it, or see"
                                + " ajour.jobs.outgoing-events.organisation-numbers.");
            }
            return;
        }
        NumberVerdict verdict = guard.check(value);
        switch (verdict) {
            case Refused refused -> throw new Unfit(refused.cause(), path + ".value: " + refused.reason() + ".");
            case Accepted accepted -> {
                if (isSubject) {
                    subjects.add(accepted.nin().value());
                }
            }
        }
    }
}
