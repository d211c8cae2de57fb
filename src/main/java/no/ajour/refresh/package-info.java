/** Asking an API about patients of a list, whom a job has put on its work list, and keeping what it said. */
@NullMarked
package no.ajour.refresh;

import org.jspecify.annotations.NullMarked;
