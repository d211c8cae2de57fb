@NullMarked
package no.ajour.session;

import org.jspecify.annotations.NullMarked;
