@NullMarked
package no.ajour.report;

import org.jspecify.annotations.NullMarked;
