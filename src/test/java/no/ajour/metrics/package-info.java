@NullMarked
package no.ajour.metrics;

import org.jspecify.annotations.NullMarked;
