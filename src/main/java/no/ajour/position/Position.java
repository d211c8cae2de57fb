package no.ajour.position;

import java.time.Instant;

/**
 * How far an API has been read.
 *
 * @param value as the API gave it: Helsenorge's offset verbatim, or an instant in ISO 8601
 * @param movedAt when it was stored
 */
public record Position(String value, Instant movedAt) {}
