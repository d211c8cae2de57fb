/** The demo: {@code mvn spring-boot:test-run}. */
@NullMarked
package no.ajour.demo;

import org.jspecify.annotations.NullMarked;
