@NullMarked
package no.ajour.patient;

import org.jspecify.annotations.NullMarked;
