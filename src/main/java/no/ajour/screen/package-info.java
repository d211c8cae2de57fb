/** How things are put in words and columns for people. Nothing here prints. */
@NullMarked
package no.ajour.screen;

import org.jspecify.annotations.NullMarked;
