@NullMarked
package no.ajour.settings;

import org.jspecify.annotations.NullMarked;
