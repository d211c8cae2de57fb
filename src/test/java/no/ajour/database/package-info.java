@NullMarked
package no.ajour.database;

import org.jspecify.annotations.NullMarked;
