@NullMarked
package no.ajour.schedule;

import org.jspecify.annotations.NullMarked;
