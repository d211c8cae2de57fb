package no.ajour.sandbox;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document that some community has of a patient.
 *
 * @param uniqueId documentUniqueId, an OID
 * @param content that is served; may be made while it is sent
 * @param sha1 in base64, as the reference has it
 * @param status that a request for the content is answered with; 200, or the error
 * @param servedType media type of the answer
 * @param change what is done to the reference before it is served
 */
public record PhrDocument(
        String uniqueId,
        String repository,
        String community,
        Instant date,
        int version,
        String type,
        String servedType,
        Answer.Body content,
        long size,
        String sha1,
        int status,
        UnaryOperator<ObjectNode> change) {

    /** A PDF of some community. */
    public static PhrDocument pdf(int number) {
        return of(
                number,
                "application/pdf",
                ("%PDF-1.7 document " + number).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public static PhrDocument of(int number, String type, byte[] content) {
        return new PhrDocument(
                "2.16.578.1.12.4.1.7." + number,
                "2.16.578.1.12.4.5.100.1",
                "urn:oid:2.16.578.1.12.4.5.100",
                Instant.parse("2024-01-01T08:00:00Z").plusSeconds(60L * number),
                1,
                type,
                type,
                out -> out.write(content),
                content.length,
                sha1(content),
                200,
                UnaryOperator.identity());
    }

    /** So many bytes of a PDF, made while it is sent. Its reference gives size and no hash. */
    public static PhrDocument large(int number, long size) {
        var small = of(number, "application/pdf", new byte[] {1});
        Answer.Body body = out -> {
            var block = new byte[8192];
            for (long left = size; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        };
        return new PhrDocument(
                        small.uniqueId,
                        small.repository,
                        small.community,
                        small.date,
                        1,
                        small.type,
                        small.type,
                        body,
                        size,
                        small.sha1,
                        200,
                        UnaryOperator.identity())
                .changed(reference -> {
                    attachment(reference).remove("hash");
                    return reference;
                });
    }

    /** A later version of its reference. */
    public PhrDocument newer() {
        return new PhrDocument(
                uniqueId,
                repository,
                community,
                date.plusSeconds(3600),
                version + 1,
                type,
                servedType,
                content,
                size,
                sha1,
                status,
                change);
    }

    /** The same, with something else done to its reference as well. */
    public PhrDocument changed(UnaryOperator<ObjectNode> more) {
        return new PhrDocument(
                uniqueId,
                repository,
                community,
                date,
                version,
                type,
                servedType,
                content,
                size,
                sha1,
                status,
                reference -> more.apply(change.apply(reference)));
    }

    /** The same, whose content is answered with an error. */
    public PhrDocument answering(int error) {
        return new PhrDocument(
                uniqueId, repository, community, date, version, type, servedType, content, size, sha1, error, change);
    }

    /** The same, whose content comes as something else. */
    public PhrDocument served(String otherType) {
        return new PhrDocument(
                uniqueId, repository, community, date, version, type, otherType, content, size, sha1, status, change);
    }

    /** The reference's attachment. */
    public static ObjectNode attachment(ObjectNode reference) {
        return (ObjectNode) reference.path("content").path(0).path("attachment");
    }

    /** The FHIR DocumentReference, as MHD has it. */
    ObjectNode reference(String fnr, String base, @Nullable String statusOf) {
        var json = JsonMapper.shared().createObjectNode();
        json.put("resourceType", "DocumentReference")
                .put("id", "ref-" + uniqueId.substring(uniqueId.lastIndexOf('.') + 1));
        json.putObject("meta").put("lastUpdated", date.toString());
        var organisation = json.putArray("contained").addObject();
        organisation.put("resourceType", "Organization").put("id", "org").put("name", "Sykehuset Lykke HF");
        json.putObject("masterIdentifier").put("system", "urn:ietf:rfc:3986").put("value", "urn:oid:" + uniqueId);
        json.putArray("identifier")
                .addObject()
                .put("use", "official")
                .put("system", "urn:ietf:rfc:3986")
                .put("value", "urn:uuid:00000000-0000-4000-8000-%012d".formatted(version));
        json.put("status", statusOf == null ? "current" : statusOf);
        coding(json.putObject("type"), "urn:oid:2.16.578.1.12.4.1.1.9602", "A00-1", "Epikrise");
        coding(
                json.putArray("category").addObject(),
                "urn:oid:2.16.578.1.12.4.1.1.9602",
                "A00-1",
                "Epikriser og sammenfatninger");
        json.putObject("subject")
                .putObject("identifier")
                .put("system", "urn:oid:2.16.578.1.12.4.1.4.1")
                .put("value", fnr);
        json.put("date", date.toString());
        json.put("description", "Brev");
        coding(json.putArray("securityLabel").addObject(), "urn:oid:2.16.578.1.12.4.1.1.9603", "NORN_ALM", "Normal");
        var content = json.putArray("content").addObject();
        content.putObject("attachment")
                .put("contentType", type)
                .put(
                        "url",
                        base + "/mhd/document?documentUniqueId=" + uniqueId + "&repositoryUniqueId=" + repository
                                + "&homeCommunityId=" + community)
                .put("size", size)
                .put("hash", sha1)
                .put("title", "Brev " + uniqueId.substring(uniqueId.lastIndexOf('.') + 1));
        content.putObject("format")
                .put("system", "urn:oid:1.3.6.1.4.1.19376.1.2.3")
                .put("code", "urn:ihe:iti:xds:2017:mimeTypeSufficient");
        return change.apply(json);
    }

    private static void coding(ObjectNode concept, String system, String code, String display) {
        concept.putArray("coding")
                .addObject()
                .put("system", system)
                .put("code", code)
                .put("display", display);
    }

    private static String sha1(byte[] content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
