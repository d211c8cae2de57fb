package no.ajour.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import no.ajour.sandbox.EventStore.Held;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers searches with a searchset Bundle, page by page. A page begins after the last event of the page before, by
 * {@code (lastUpdated, id)}, so that nothing is skipped however the events change meanwhile.
 */
final class JftSearch {
    private final JftSandbox jft;

    JftSearch(JftSandbox jft) {
        this.jft = jft;
    }

    Answer answer(Call call, String orgnr, String type, Form form) throws Refused {
        SearchQuery asked = SearchQuery.parse(ids(form));
        Cursor cursor = cursor(form, asked);
        SearchQuery query = SearchQuery.parse(Form.parse(cursor.query()));
        JftBehaviour behaviour = jft.behaviour();
        int size = behaviour.pageSize(
                cursor.page(), behaviour.count(asked.count() == null ? query.count() : asked.count()));
        EventStore store = jft.store(orgnr, type);
        boolean repeat = behaviour.isRepeatAcrossPages() && cursor.after() != null;
        Instant now = jft.now();
        List<Held> found = store.page(
                cursor.after(),
                repeat,
                query.descending(),
                size + (repeat ? 2 : 1),
                held -> !held.version().visibleFrom().isAfter(now)
                        && query.wants(held.version().id(), held.version().lastUpdated(), tags(held)));
        int most = size + (repeat ? 1 : 0);
        List<Held> page = found.subList(0, Math.min(most, found.size()));
        page.forEach(held -> store.change(
                held.version().id(),
                current -> new Held(current.version(), current.state().readAt(now))));
        boolean more = found.size() > most || (behaviour.isTrailingNext() && !page.isEmpty());
        String next = more ? next(type, cursor, page) : null;
        return Answer.of(200, Map.of("Content-Type", "application/fhir+json; charset=utf-8"), bundle(call, page, next))
                .whenSent(() -> jft.book().served(served(orgnr, page)));
    }

    /** The search without {@code _id} where that is not known. */
    private Form ids(Form form) throws Refused {
        return switch (jft.behaviour().idSearch()) {
            case TAKEN -> form;
            case IGNORED ->
                new Form(form.fields().stream()
                        .filter(field -> !field.name().equals("_id"))
                        .toList());
            case REFUSED -> {
                if (form.names().contains("_id")) {
                    throw Outcome.blameless(400, "not-supported", "there is no search parameter _id");
                }
                yield form;
            }
        };
    }

    private Cursor cursor(Form form, SearchQuery asked) throws Refused {
        String given = form.one("cursor");
        if (given == null) {
            return new Cursor(
                    null, 1, jft.behaviour().epoch(), jft.now(), ids(form).encoded());
        }
        Cursor cursor = Cursor.decode(given);
        JftBehaviour behaviour = jft.behaviour();
        if (cursor.epoch() != behaviour.epoch()
                || cursor.made().plus(behaviour.cursorLife()).isBefore(jft.now())) {
            throw Outcome.blameless(410, "expired", "the cursor has expired");
        }
        boolean alone = form.names().stream().allMatch(name -> name.equals("cursor") || name.equals("_count"));
        if (!alone && !asked.walksAs(SearchQuery.parse(Form.parse(cursor.query())))) {
            throw Outcome.violation(400, "invalid", "the cursor belongs to another search");
        }
        return cursor;
    }

    private String next(String type, Cursor cursor, List<Held> page) {
        Cursor following = new Cursor(
                page.isEmpty() ? cursor.after() : page.getLast().position(),
                cursor.page() + 1,
                cursor.epoch(),
                jft.now(),
                cursor.query());
        String url = jft.readUrl() + "/v1/" + type + "?" + cursor.query()
                + (cursor.query().isEmpty() ? "" : "&") + "cursor=" + following.encoded();
        return jft.behaviour().nextLink(url);
    }

    private List<Tag> tags(Held held) {
        List<Tag> tags = new ArrayList<>(held.version().tags());
        tags.addAll(laterTags(held));
        return tags;
    }

    private List<Tag> laterTags(Held held) {
        return jft.isJournaled(held.state()) ? List.of(jft.behaviour().journaledTag()) : List.of();
    }

    private String bundle(Call call, List<Held> page, @Nullable String next) {
        StringBuilder text = new StringBuilder(4096);
        text.append("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"link\":[");
        link(text, "self", call.url());
        if (next != null) {
            text.append(',');
            link(text, "next", next);
        }
        text.append(']');
        String before = ",\"entry\":[";
        for (Held held : page) {
            text.append(before)
                    .append("{\"resource\":")
                    .append(held.version().json(laterTags(held)))
                    .append(",\"search\":{\"mode\":\"match\"}}");
            before = ",";
        }
        return text.append(page.isEmpty() ? "}" : "]}").toString();
    }

    private static void link(StringBuilder text, String relation, String url) {
        text.append(
                JsonMapper.shared().createObjectNode().put("relation", relation).put("url", url));
    }

    private List<Book.Served> served(String orgnr, List<Held> page) {
        Instant now = jft.now();
        return page.stream()
                .map(held -> new Book.Served(now, orgnr, JftSandbox.version(held.version())))
                .toList();
    }
}
