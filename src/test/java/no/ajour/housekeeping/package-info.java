@NullMarked
package no.ajour.housekeeping;

import org.jspecify.annotations.NullMarked;
