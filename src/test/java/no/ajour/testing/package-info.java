/** What tests of several packages share. */
@NullMarked
package no.ajour.testing;

import org.jspecify.annotations.NullMarked;
