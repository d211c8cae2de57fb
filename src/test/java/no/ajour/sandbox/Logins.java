package no.ajour.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who can log in at HelseID, for how long, and who has. */
public final class Logins {
    private final List<Person> persons = new CopyOnWriteArrayList<>(List.of(
            new Person(SyntheticNin.number(9001), "GRØNN VITS", "565501872"),
            new Person(SyntheticNin.number(9002), "KVART GREVLING", "565505933"),
            new Person(SyntheticNin.number(9003), "VEIK LOGARITME", null)));
    /** By refresh token, the spent ones among them. */
    final Map<String, Login> sessions = new ConcurrentHashMap<>();

    private volatile Duration sessionLife = Duration.ofHours(12);
    private volatile boolean rotating = true;
    private volatile boolean tellingLife = true;

    Logins() {}

    /** The persons of the login page, in its order. */
    public List<Person> persons() {
        return List.copyOf(persons);
    }

    /** One more person on the login page. */
    public void add(Person person) {
        persons.add(person);
    }

    /** How long a session lasts from the login on, however often it is refreshed; 12 hours at first. */
    public void sessionLife(Duration life) {
        sessionLife = life;
    }

    /** Whether a refresh token is good for once, and a second use ends the session; at first it is. */
    public void rotate(boolean once) {
        rotating = once;
    }

    /** Whether answers have {@code rt_expires_in}; at first they have. */
    public void tellLife(boolean telling) {
        tellingLife = telling;
    }

    /** As an administrator, or the person somewhere else, would: every session is over. */
    public void endAll() {
        sessions.values().forEach(session -> session.ended = true);
    }

    /** How many sessions go on. */
    public long open() {
        return sessions.values().stream()
                .distinct()
                .filter(session -> !session.ended)
                .count();
    }

    Duration sessionLife() {
        return sessionLife;
    }

    boolean isRotating() {
        return rotating;
    }

    boolean isTellingLife() {
        return tellingLife;
    }
}
