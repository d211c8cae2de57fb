/** What Ajour takes beside the least that anything could: {@code mvn -Pbenchmark verify}. */
@NullMarked
package no.ajour.benchmark;

import org.jspecify.annotations.NullMarked;
