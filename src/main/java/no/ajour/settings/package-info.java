/** What is wrong with an installation's settings, told with file, line and fix. */
@NullMarked
package no.ajour.settings;

import org.jspecify.annotations.NullMarked;
