@NullMarked
package no.ajour.command;

import org.jspecify.annotations.NullMarked;
