package no.ajour.deploy;

import java.util.stream.Collectors;

/**
 * A mistake that somebody could make in a manifest.
 *
 * @param in the document, such as {@code CronJob journal-events}
 * @param from what stands there, once or more; the first is replaced
 * @param to what is written instead; empty: nothing
 * @param field whose path, or the end of it, the finding must name
 * @param says what the finding must say
 */
record Fault(String in, String from, String to, String field, String says) {

    /** The file with the mistake in it. */
    String plantedIn(String manifest) {
        return Manifest.parts(manifest).stream()
                .map(part -> isIn(part) ? changed(part) : part)
                .collect(Collectors.joining("---\n"));
    }

    /** What the document is called when the mistake is in it. */
    String document(String manifest) {
        return Manifest.parts(manifest).stream()
                .filter(this::isIn)
                .map(part -> Manifest.title(changed(part)))
                .findFirst()
                .orElseThrow();
    }

    private boolean isIn(String part) {
        return Manifest.title(part).equals(in);
    }

    private String changed(String part) {
        int begin = part.indexOf(from);
        if (begin < 0) {
            throw new IllegalStateException("There is no '" + from + "' in " + in);
        }
        return part.substring(0, begin) + to + part.substring(begin + from.length());
    }

    @Override
    public String toString() {
        return in + ": " + shown(from) + " -> " + shown(to);
    }

    private static String shown(String text) {
        return text.isBlank() ? "(nothing)" : text.strip().replaceAll("\\s+", " ");
    }
}
