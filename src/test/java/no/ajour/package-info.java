@NullMarked
package no.ajour;

import org.jspecify.annotations.NullMarked;
