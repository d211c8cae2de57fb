package no.ajour.sandbox;

import java.util.List;

/**
 * {@code _tag} or {@code _tag:not}: a FHIR token {@code system|code}, {@code |code}, {@code system|} or {@code code}.
 *
 * @param not whether events with such a tag are left out
 */
record TagFilter(boolean not, String token) {
    boolean holds(List<Tag> tags) {
        return tags.stream().anyMatch(this::matches) != not;
    }

    private boolean matches(Tag tag) {
        int bar = token.indexOf('|');
        if (bar < 0) {
            return tag.code().equals(token);
        }
        String code = token.substring(bar + 1);
        return tag.system().equals(token.substring(0, bar))
                && (code.isEmpty() || tag.code().equals(code));
    }
}
