package no.ajour.outgoing;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import no.ajour.outgoing.OutgoingSettings.MissingIdentifier;
import no.ajour.patient.Installation.Environment;
import no.ajour.patient.NumberGuard;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decides whether an event is fit to be sent, and by which identifier it will be known at JFT. */
final class EventCheck {
    private final OutgoingSettings settings;
    private final NumberCheck numbers;

    EventCheck(OutgoingSettings settings, Environment environment, NumberGuard guard) {
        var organisations = settings.organisationNumbers() == null
                ? OrganisationNumbers.usual(environment)
                : settings.organisationNumbers();
        var pattern = settings.organisationNumberPattern();
        this.settings = settings;
        this.numbers = new NumberCheck(
                guard, number -> organisations.allows(number) && (pattern.isEmpty() || number.matches(pattern)));
    }

    /** What came of it. */
    sealed interface Result {}

    /**
     * It may be sent.
     *
     * @param stableKey see {@link StableId#key}
     * @param addedIdentifier that is to be added to what is sent; null for none
     * @param subject number of the one person that it is about; null if that cannot be told. Never shown
     */
    record Fit(
            String stableKey,
            @Nullable String addedIdentifier,
            @Nullable String subject) implements Result {
        @Override
        public String toString() {
            return "Fit";
        }
    }

    /** It may not, and will not become fit by waiting. */
    record NotFit(Outcome.Unfit why) implements Result {}

    /**
     * Checks a resource.
     *
     * @param body as it was queued; null if it has been deleted
     * @param addedBefore the identifier that it was sent with before; null for none
     */
    Result check(String type, @Nullable String body, @Nullable String addedBefore) {
        try {
            if (body == null) {
                throw new Unfit(
                        "resource-deleted",
                        "The resource has been deleted here after its time; the EHR queues it anew, with correct_event.");
            }
            return fit(type, body, addedBefore);
        } catch (Unfit e) {
            return new NotFit(e.outcome());
        }
    }

    private Fit fit(String type, String body, @Nullable String addedBefore) throws Unfit {
        var resource = ResourceReader.read(body);
        if (!resource.path("resourceType").stringValue("").equals(type)) {
            throw new Unfit("wrong-type", "resourceType is not " + type + ", as which the event was queued.");
        }
        Essentials.require(resource, type);
        var subjects = numbers.subjects(resource, type);
        var added = added(resource, type, addedBefore);
        var id = added == null ? StableId.of(resource).getFirst() : new StableId(StableId.URI_SYSTEM, added);
        size(Payload.of(type, body, added));
        return new Fit(
                id.key(type), added, subjects.size() == 1 ? subjects.iterator().next() : null);
    }

    private @Nullable String added(JsonNode resource, String type, @Nullable String before) throws Unfit {
        if (!StableId.of(resource).isEmpty()) {
            return null;
        }
        if (resource.has("identifier")) {
            throw new Unfit(
                    "unusable-identifier",
                    type + ".identifier has no value, or a person's number, by which the event cannot be known at JFT."
                            + " Give it one of its own, or leave it out.");
        }
        if (settings.missingIdentifier() == MissingIdentifier.REFUSE) {
            throw new Unfit(
                    "missing-identifier",
                    type + ".identifier is missing, which ajour.jobs.outgoing-events.missing-identifier demands.");
        }
        return before == null ? "urn:uuid:" + UUID.randomUUID() : before;
    }

    private void size(String payload) throws Unfit {
        long bytes = payload.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > settings.largestEvent().toBytes()) {
            throw new Unfit(
                    "too-large",
                    "The event has " + bytes + " bytes, and JFT takes "
                            + settings.largestEvent().toBytes() + " (ajour.jobs.outgoing-events.largest-event).");
        }
    }
}
