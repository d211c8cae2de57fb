/** The municipalities that an installation serves. */
@NullMarked
package no.ajour.tenant;

import org.jspecify.annotations.NullMarked;
