/** The sessions that people have opened at HelseID, as they are kept: one a tenant, encrypted, and spent by one at a time. */
@NullMarked
package no.ajour.session;

import org.jspecify.annotations.NullMarked;
