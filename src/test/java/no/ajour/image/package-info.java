/** The layout that the image has, how it is made, and what it does in a container. */
@NullMarked
package no.ajour.image;

import org.jspecify.annotations.NullMarked;
