@NullMarked
package no.ajour.refresh;

import org.jspecify.annotations.NullMarked;
