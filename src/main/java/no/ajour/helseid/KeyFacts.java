package no.ajour.helseid;

/**
 * What may be shown of the client's key.
 *
 * @param type {@code RSA} or {@code EC}
 * @param algorithm that it signs with (RFC 7518)
 * @param id under which its public part is registered
 */
public record KeyFacts(String type, int bits, String algorithm, String id) {}
