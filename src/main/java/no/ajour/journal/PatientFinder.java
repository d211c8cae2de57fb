package no.ajour.journal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import no.ajour.journal.Subject.Found;
import no.ajour.journal.Subject.Unmatched;
import no.ajour.patient.NumberGuard;
import no.ajour.patient.NumberVerdict.Accepted;
import no.ajour.patient.NumberVerdict.Refused;
import tools.jackson.databind.JsonNode;

/**
 * Tells whose an event is. To take an event for the wrong person's is worse than to leave it unmatched: as soon as more
 * than one number could be the patient's, none is taken. Numbers of others, such as practitioners and next of kin, are
 * never looked at.
 *
 * <p>Of a Composition and a MedicationDispense it is the subject. Of a Bundle it is the subject of its Composition; else
 * the one person whom all its entries are about; else its only Patient.
 */
final class PatientFinder {
    private final NumberGuard guard;

    PatientFinder(NumberGuard guard) {
        this.guard = guard;
    }

    /** @param event any JSON; what is not there, or is something else than FHIR says, is taken as missing */
    Subject find(JsonNode event) {
        var references = new PatientReference(event);
        boolean isBundle = event.path("resourceType").stringValue("").equals("Bundle");
        return judge(isBundle ? ofBundle(event, references) : references.numbers(event.path("subject"), event));
    }

    private Subject judge(Set<String> numbers) {
        if (numbers.isEmpty()) {
            return Unmatched.NO_NUMBER;
        }
        if (numbers.size() > 1) {
            return Unmatched.SEVERAL_NUMBERS;
        }
        return switch (guard.check(numbers.iterator().next())) {
            case Accepted accepted -> new Found(accepted.nin());
            case Refused refused ->
                refused.cause().equals(Unmatched.INVALID_NUMBER.code())
                        ? Unmatched.INVALID_NUMBER
                        : Unmatched.REFUSED_NUMBER;
        };
    }

    private static Set<String> ofBundle(JsonNode bundle, PatientReference references) {
        var resources = bundle.path("entry").values().stream()
                .map(entry -> entry.path("resource"))
                .toList();
        var numbers = new LinkedHashSet<String>();
        for (var composition : compositions(bundle, resources)) {
            numbers.addAll(references.numbers(composition.path("subject"), composition));
        }
        if (!numbers.isEmpty()) {
            return numbers;
        }
        for (var resource : resources) {
            numbers.addAll(references.numbers(resource.path("subject"), resource));
            numbers.addAll(references.numbers(resource.path("patient"), resource));
        }
        if (!numbers.isEmpty()) {
            return numbers;
        }
        var patients = resources.stream().filter(PatientReference::isPatient).toList();
        return patients.size() == 1 ? PatientReference.ofPatient(patients.getFirst()) : Set.of();
    }

    // A document's first entry is the Composition that makes it one (FHIR R4, documents.html); others are quoted in it.
    private static List<JsonNode> compositions(JsonNode bundle, List<JsonNode> resources) {
        var candidates = bundle.path("type").stringValue("").equals("document") && !resources.isEmpty()
                ? resources.subList(0, 1)
                : resources;
        return candidates.stream()
                .filter(resource ->
                        resource.path("resourceType").stringValue("").equals("Composition"))
                .toList();
    }
}
