package no.ajour.sandbox;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import no.ajour.sandbox.EventStore.Held;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JFT (jft.md): the events of each municipality, put in by tests or submitted through the WriteAPI. */
public final class JftSandbox {
    public static final String AUDIENCE = "nhn:jft";
    public static final String SCOPE = "nhn:jft/api";
    public static final List<String> TYPES = List.of("Bundle", "Composition", "MedicationDispense");

    private static final String SYSTEM = "https://fhir.jft.nhn.no/";

    private final URI readUrl;
    private final InstantSource clock;
    private final DpopDoor door;
    private final Book book;
    private final JftBehaviour behaviour = new JftBehaviour();
    private final Map<String, EventStore> stores = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    JftSandbox(URI readUrl, InstantSource clock, DpopDoor door, Book book) {
        this.readUrl = readUrl;
        this.clock = clock;
        this.door = door;
        this.book = book;
    }

    public JftBehaviour behaviour() {
        return behaviour;
    }

    /** Whether the APIs ask for a DPoP nonce of their own (RFC 9449 section 9); at first they do not. */
    public void requireNonce(boolean required) {
        door.requireNonce(required);
    }

    /**
     * Adds an event, updated now. Its {@code resourceType} says which kind; JFT gives it an id unless it has a GUID.
     *
     * @return the event's id
     */
    public String add(String orgnr, ObjectNode resource) {
        return add(orgnr, resource, now());
    }

    /** Adds an event that becomes visible now, but was last updated then: one that comes late. */
    public String add(String orgnr, ObjectNode resource, Instant lastUpdated) {
        return put(orgnr, resource, tags(orgnr, "responssenter", "Bruno V0.1.2"), Tick.floor(lastUpdated), now());
    }

    /** Adds many events that are made anew whenever they are served; the next is updated one step later. */
    public List<String> generate(
            String orgnr, String type, int events, Instant first, Duration step, IntFunction<ObjectNode> resource) {
        List<Tag> tags = tags(orgnr, "responssenter", "Bruno V0.1.2");
        List<String> made = new ArrayList<>(events);
        for (int i = 0; i < events; i++) {
            int index = i;
            String id = newId();
            Instant time = Tick.floor(first.plus(step.multipliedBy(i)));
            put(orgnr, new EventVersion(type, id, time, now(), tags, () -> resource.apply(index), null));
            made.add(id);
        }
        return made;
    }

    /** Adds an entry whose text is served as it stands: no id, no metadata, another type, or no JSON at all. */
    public void addRaw(String orgnr, String type, String id, Instant lastUpdated, String json) {
        Supplier<ObjectNode> nothing = JsonMapper.shared()::createObjectNode;
        put(orgnr, new EventVersion(type, id, Tick.floor(lastUpdated), now(), tags(orgnr, "raw", null), nothing, json));
    }

    /** Replaces an event's content; {@code lastUpdated} moves. */
    public void update(String orgnr, String type, String id, ObjectNode resource) {
        Supplier<ObjectNode> content = compact(resource);
        change(orgnr, type, id, held -> updated(held, content));
    }

    /** Moves an event's {@code lastUpdated} and leaves the rest. */
    public void touch(String orgnr, String type, String id) {
        change(orgnr, type, id, held -> updated(held, held.version().content()));
    }

    public void remove(String orgnr, String type, String id) {
        store(orgnr, type).remove(id);
    }

    /** Somebody else has acknowledged the event. */
    public void journaledElsewhere(String orgnr, String type, String id) {
        change(orgnr, type, id, held -> new Held(held.version(), held.state().acknowledgedAt(now())));
    }

    /** The versions that a municipality's events are in now, submitted ones included, in order for each type. */
    public Set<Book.Version> versions(String orgnr) {
        Set<Book.Version> all = new LinkedHashSet<>();
        TYPES.forEach(type -> store(orgnr, type).all().forEach(held -> all.add(version(held.version()))));
        return all;
    }

    static Book.Version version(EventVersion event) {
        return new Book.Version(event.type(), event.id(), event.lastUpdated());
    }

    /** Adds an event that came in through the WriteAPI. */
    String submit(String orgnr, ObjectNode resource, String clientId, @Nullable String sourceSystem) {
        Instant registered = Tick.floor(now().plus(behaviour.registeredLag()));
        return put(orgnr, resource, tags(orgnr, clientId, sourceSystem), registered, registered);
    }

    /** Takes an acknowledgement in; returns what the event was before, or null when there is none. */
    @Nullable
    Held acknowledge(String orgnr, String type, String id) {
        return store(orgnr, type).change(id, held -> {
            Held bumped = behaviour.isBumpedByAcknowledgement()
                    ? updated(held, held.version().content())
                    : held;
            return new Held(bumped.version(), held.state().acknowledgedAt(now()));
        });
    }

    AccessToken admit(Call call) throws Refused {
        return door.admit(call, AUDIENCE, SCOPE);
    }

    EventStore store(String orgnr, String type) {
        return stores.computeIfAbsent(orgnr + " " + type, key -> new EventStore());
    }

    String statusUrl(String type, String id) {
        return readUrl + "/v1/" + type + "/" + id + "/$status";
    }

    URI readUrl() {
        return readUrl;
    }

    Instant now() {
        return clock.instant();
    }

    Book book() {
        return book;
    }

    /** Whether an acknowledgement has taken effect by now. */
    boolean isJournaled(EventState state) {
        Instant time = state.acknowledged();
        return time != null && !time.plus(behaviour.journaledLag()).isAfter(now());
    }

    private Held updated(Held held, Supplier<ObjectNode> content) {
        EventVersion old = held.version();
        Instant next = old.lastUpdated().plus(Tick.LENGTH);
        Instant time = Tick.floor(now()).isBefore(next) ? next : Tick.floor(now());
        return new Held(
                new EventVersion(old.type(), old.id(), time, old.visibleFrom(), old.tags(), content, old.raw()),
                held.state());
    }

    private void change(String orgnr, String type, String id, UnaryOperator<Held> change) {
        if (store(orgnr, type).change(id, change) == null) {
            throw new IllegalArgumentException("There is no " + type + " " + id + " of " + orgnr);
        }
    }

    private String put(String orgnr, ObjectNode resource, List<Tag> tags, Instant lastUpdated, Instant visibleFrom) {
        String type = resource.path("resourceType").asString("");
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException("JFT has no events of type " + type);
        }
        String given = resource.path("id").asString("");
        String id = given.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") ? given : newId();
        put(orgnr, new EventVersion(type, id, lastUpdated, visibleFrom, tags, compact(resource), null));
        return id;
    }

    private void put(String orgnr, EventVersion event) {
        store(orgnr, event.type()).put(new Held(event, new EventState(event.visibleFrom(), null, null)));
    }

    /** As text, which takes a fraction of the tree's memory. */
    private static Supplier<ObjectNode> compact(ObjectNode resource) {
        String text = resource.toString();
        return () -> (ObjectNode) JsonMapper.shared().readTree(text);
    }

    private String newId() {
        return new UUID(0x4a46_5400_0000_4000L, 0x8000_0000_0000_0000L | ids.incrementAndGet() * 0x9E37_79B9L)
                .toString();
    }

    private static List<Tag> tags(String orgnr, String clientId, @Nullable String sourceSystem) {
        List<Tag> tags = new ArrayList<>();
        tags.add(new Tag(SYSTEM + "parent-organization-number", orgnr));
        tags.add(new Tag(SYSTEM + "source-client-id", clientId));
        if (sourceSystem != null) {
            tags.add(new Tag(SYSTEM + "source-system-name", sourceSystem));
        }
        return List.copyOf(tags);
    }
}
