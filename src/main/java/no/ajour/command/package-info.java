/** The command line: one class per command, and what each of them starts. */
@NullMarked
package no.ajour.command;

import org.jspecify.annotations.NullMarked;
