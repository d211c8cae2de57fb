package no.ajour.sandbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events as welfare technology submits them, after the published examples (jft.md 1.7). The same seed makes the same
 * events. Each method names the patient in another way that a reader must understand.
 */
public final class EventFactory {
    public static final String FNR = "urn:oid:2.16.578.1.12.4.1.4.1";
    public static final String D_NUMBER = "urn:oid:2.16.578.1.12.4.1.4.2";
    public static final String LOCAL_NUMBER = "http://cosdoc.dips.no/lopenummer";

    private final InstantSource clock;
    private final RandomGenerator random;

    public EventFactory(InstantSource clock, long seed) {
        this.clock = clock;
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** A Bundle of type document as in JFT-X2: a Composition whose subject is a logical reference. */
    public ObjectNode document(String nin) {
        return document(subject(nin), "Alarm utløst");
    }

    /** A document that names its patient by the EHR's own number only. */
    public ObjectNode documentWithLocalNumber(String number) {
        return document(identifier(LOCAL_NUMBER, number), "Oppfølging av varsel");
    }

    /** A Bundle of type transaction as in JFT-X1: a Patient beside a Composition that refers to it by urn:uuid. */
    public ObjectNode transaction(String nin) {
        String patient = "urn:uuid:" + guid();
        ObjectNode bundle = resource("Bundle").put("type", "transaction");
        var entries = bundle.putArray("entry");
        entries.addObject()
                .put("fullUrl", patient)
                .set("resource", patient(nin))
                .putObject("request")
                .put("method", "POST")
                .put("url", "Patient");
        ObjectNode composition = composition(json().put("reference", patient), "Tilsyn utført");
        entries.addObject()
                .put("fullUrl", "urn:uuid:" + guid())
                .set("resource", composition)
                .putObject("request")
                .put("method", "POST")
                .put("url", "Composition");
        return bundle;
    }

    /** A Composition with a logical {@code subject.identifier}. */
    public ObjectNode composition(String nin) {
        return composition(subject(nin), "Tilsyn utført");
    }

    /** A Composition whose Patient is contained. */
    public ObjectNode compositionWithContainedPatient(String nin) {
        ObjectNode composition = composition(json().put("reference", "#pasient"), "Tilsyn utført");
        composition.putArray("contained").add(patient(nin).put("id", "pasient"));
        return composition;
    }

    /** A successful dispense from a medicine robot, with a logical {@code subject.identifier}. */
    public ObjectNode medicationDispense(String nin) {
        ObjectNode dispense = resource("MedicationDispense").put("status", "completed");
        dispense.putObject("medicationCodeableConcept").put("text", "Multidose, pose " + random.nextInt(1, 29));
        dispense.set("subject", subject(nin));
        dispense.putObject("quantity").put("value", random.nextInt(1, 9)).put("unit", "tablett");
        dispense.put("whenHandedOver", now());
        return dispense;
    }

    /** One of the kinds above, turn by turn. */
    public ObjectNode any(String nin, int turn) {
        return switch (turn % 5) {
            case 0 -> document(nin);
            case 1 -> composition(nin);
            case 2 -> medicationDispense(nin);
            case 3 -> compositionWithContainedPatient(nin);
            default -> transaction(nin);
        };
    }

    private ObjectNode document(ObjectNode subject, String title) {
        ObjectNode bundle = resource("Bundle").put("type", "document").put("timestamp", now());
        bundle.putObject("identifier").put("system", "urn:ietf:rfc:3986").put("value", "urn:uuid:" + guid());
        var entries = bundle.putArray("entry");
        entries.addObject().put("fullUrl", "urn:uuid:" + guid()).set("resource", composition(subject, title));
        ObjectNode device = resource("Device");
        device.putArray("deviceName").addObject().put("name", "Trygghetsalarm").put("type", "user-friendly-name");
        entries.addObject().put("fullUrl", "urn:uuid:" + guid()).set("resource", device);
        return bundle;
    }

    private ObjectNode composition(ObjectNode subject, String title) {
        ObjectNode composition = resource("Composition");
        composition
                .putObject("meta")
                .putArray("profile")
                .add("http://ehelse.no/fhir/StructureDefinition/vkp-Composition-v090");
        composition.put("status", "final");
        composition.putObject("type").put("text", "Hendelse fra velferdsteknologi");
        composition
                .putArray("category")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", "http://ehelse.no/fhir/CodeSystem/vkp-composition-category-v090")
                .put("code", "2")
                .put("display", "DHO");
        composition.set("subject", subject);
        composition.put("date", now());
        composition.putArray("author").addObject().put("display", "Responssenteret");
        composition.put("title", title);
        ObjectNode section = composition.putArray("section").addObject().put("title", "Beskrivelse");
        section.putObject("text")
                .put("status", "generated")
                .put(
                        "div",
                        "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + title + ", sak " + random.nextInt(10_000)
                                + "</div>");
        return composition;
    }

    private ObjectNode patient(String nin) {
        ObjectNode patient = resource("Patient");
        patient.putArray("identifier").addObject().put("system", system(nin)).put("value", nin);
        patient.putArray("name")
                .addObject()
                .put("family", "Syntetisk")
                .putArray("given")
                .add("Pasient");
        return patient;
    }

    private static ObjectNode subject(String nin) {
        return identifier(system(nin), nin);
    }

    private static ObjectNode identifier(String system, String value) {
        ObjectNode reference = json();
        reference
                .put("type", "Patient")
                .putObject("identifier")
                .put("system", system)
                .put("value", value);
        return reference;
    }

    private static String system(String nin) {
        return nin.charAt(0) >= '4' && nin.charAt(0) <= '7' ? D_NUMBER : FNR;
    }

    private static ObjectNode resource(String type) {
        return json().put("resourceType", type);
    }

    private static ObjectNode json() {
        return JsonMapper.shared().createObjectNode();
    }

    private String now() {
        Instant now = clock.instant();
        return now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
    }

    private String guid() {
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | Long.MIN_VALUE)
                .toString();
    }
}
