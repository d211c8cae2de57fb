@NullMarked
package no.ajour.doctor;

import org.jspecify.annotations.NullMarked;
