@NullMarked
package no.ajour.journal;

import org.jspecify.annotations.NullMarked;
