/** What this project hands out to be deployed, read as strictly as what it is given to would, and held against the program. */
@org.jspecify.annotations.NullMarked
package no.ajour.deploy;
