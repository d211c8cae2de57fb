/**
 * Access tokens from HelseID: discovery, client assertions, DPoP proofs, and one token per API audience, tenant and
 * scheme, fetched once however many ask at once.
 */
@NullMarked
package no.ajour.helseid;

import org.jspecify.annotations.NullMarked;
