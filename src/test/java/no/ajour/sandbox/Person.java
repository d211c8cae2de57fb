package no.ajour.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who can log in.
 *
 * @param pid synthetic national identity number
 * @param hprNumber in the register of health personnel; null for somebody who is not in it
 */
public record Person(String pid, String name, @Nullable String hprNumber) {
    /** Without the number. */
    @Override
    public String toString() {
        return name;
    }
}
