/** Keeps a local EHR database up to date with the Norwegian national e-health APIs. */
@NullMarked
package no.ajour;

import org.jspecify.annotations.NullMarked;
