package no.ajour.helseid;

import java.net.URI;

/**
 * What is used of HelseID's metadata.
 *
 * @param issuer verbatim: the audience of client assertions
 */
record Metadata(String issuer, URI tokenEndpoint) {}
