@NullMarked
package no.ajour.run;

import org.jspecify.annotations.NullMarked;
