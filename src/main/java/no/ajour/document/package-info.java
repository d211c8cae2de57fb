/**
 * The job {@code document-references}: what PHR (MHD) says of patients' documents, and the documents that EHRs ask for.
 *
 * <p>As the data flows: {@link no.ajour.document.SearchTerms} says by which law it is asked, {@link
 * no.ajour.document.DocumentSearch} asks about one patient, {@link no.ajour.document.SearchWalk} reads the pages of the
 * answer, {@link no.ajour.document.ReferenceReader} takes the references out of a page, {@link
 * no.ajour.document.DocumentTable} stores them. {@link no.ajour.document.Queue} has the documents that are wanted, {@link
 * no.ajour.document.DocumentFetch} brings them piece by piece, {@link no.ajour.document.DocumentWriter} stores the pieces.
 */
@NullMarked
package no.ajour.document;

import org.jspecify.annotations.NullMarked;
