package no.ajour.delivery;

import no.ajour.failure.WrongInstallation;
import org.jspecify.annotations.Nullable;

/**
 * Why JFT did not answer. The message is safe to show.
 *
 * @param sent whether JFT may have got the request all the same
 * @param end why nothing else can be sent for the tenant either; null if the next may be tried
 */
public record Unanswered(
        boolean sent, String message, @Nullable WrongInstallation end) {}
