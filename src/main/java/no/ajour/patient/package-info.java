/**
 * The local patient list of each tenant, and national identity numbers: what is one, which of them this installation may
 * handle, and where they are kept. Outside this package a person is the surrogate {@code patient.id} wherever it will do.
 */
@NullMarked
package no.ajour.patient;

import org.jspecify.annotations.NullMarked;
