package no.ajour.helseid;

import java.net.URI;
import java.util.Set;

/**
 * What is used of HelseID's metadata.
 *
 * @param issuer verbatim: the audience of client assertions
 * @param assertionAlgorithms that it takes client assertions in; empty if it does not say
 */
record Metadata(String issuer, URI tokenEndpoint, Set<String> assertionAlgorithms, LoginEndpoints login) {}
