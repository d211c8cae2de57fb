/** What the tests of the jobs that tell JFT something share. */
@NullMarked
package no.ajour.delivery;

import org.jspecify.annotations.NullMarked;
