/** How far each API has been read. */
@NullMarked
package no.ajour.position;

import org.jspecify.annotations.NullMarked;
