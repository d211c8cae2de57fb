package no.ajour.helseid;

import java.util.Set;

/**
 * What HelseID's metadata say.
 *
 * @param assertionAlgorithms that it takes client assertions in; empty if it does not say
 */
public record HelseIdFacts(String issuer, Set<String> assertionAlgorithms) {}
