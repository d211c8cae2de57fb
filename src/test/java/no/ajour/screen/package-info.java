@NullMarked
package no.ajour.screen;

import org.jspecify.annotations.NullMarked;
