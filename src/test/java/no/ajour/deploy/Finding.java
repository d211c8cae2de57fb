package no.ajour.deploy;

/**
 * Something that is wrong.
 *
 * @param document such as {@code CronJob journal-events}
 * @param field the path to it in the document
 */
record Finding(String document, String field, String message) {
    @Override
    public String toString() {
        return document + ": " + field + ": " + message;
    }
}
