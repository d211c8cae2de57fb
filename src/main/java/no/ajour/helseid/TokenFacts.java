package no.ajour.helseid;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token was granted, as HelseID told with it.
 *
 * @param scopes those asked for, if HelseID named none
 * @param parent organisation number in its {@code orgnr_parent}; null if it names none, or is not ours to read
 * @param life from when it was asked for
 */
public record TokenFacts(Set<String> scopes, @Nullable String parent, Duration life) {}
