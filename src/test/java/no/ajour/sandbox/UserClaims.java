package no.ajour.sandbox;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token tells of a person.
 *
 * @param attest of the Tillitsrammeverk, as parsed JSON; null if HelseID was given none
 */
record UserClaims(Person person, Instant loggedIn, @Nullable Map<?, ?> attest) {}
