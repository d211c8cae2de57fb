/** The connection to PostgreSQL and the state of its schema. */
@NullMarked
package no.ajour.database;

import org.jspecify.annotations.NullMarked;
