package no.ajour.sandbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Helsenorge (helsenorge.md): citizens, who of them changed, and how the API answers where documents differ. */
public final class HelsenorgeSandbox {
    public static final String AUDIENCE = "nhn:helsenorge";

    /** Each method has its own scope. Their full names are not published; these are the sandbox's own. */
    public static final String CHANGES_SCOPE = "nhn:helsenorge/digitaltaktivstatusendringer";

    public static final String CHECK_SCOPE = "nhn:helsenorge/helsenorgeaktivsjekken";
    public static final String AREA_SCOPE = "nhn:helsenorge/digitaltaktivomraade";

    /** How many numbers one bulk call may hold. */
    public static final int MOST_NUMBERS = 1000;

    private final BearerDoor door;
    private final Book book;
    private final ChangeLog changes;
    private final Map<String, Citizen> citizens = new ConcurrentHashMap<>();
    private final Set<String> refusedNumbers = ConcurrentHashMap.newKeySet();
    private volatile Function<String, @Nullable Citizen> everyoneElse = fnr -> null;
    private volatile boolean offsetLast;
    private volatile boolean invalidRefusesAll = true;
    private volatile WireForm requestForm = WireForm.A;
    private volatile WireForm answerForm = WireForm.A;

    HelsenorgeSandbox(InstantSource clock, BearerDoor door, Book book) {
        this.door = door;
        this.book = book;
        changes = new ChangeLog(clock);
    }

    /** Sets a citizen's status and lists the change. */
    public void change(String fnr, Citizen status) {
        citizens.put(fnr, status);
        changed(fnr);
    }

    /** Sets a citizen's status without listing a change. */
    public void know(String fnr, Citizen status) {
        citizens.put(fnr, status);
    }

    /** The citizen is unknown from now on, without a change being listed. */
    public void forget(String fnr) {
        citizens.remove(fnr);
    }

    /** The status of all who have none of their own; null for unknown citizens, as all of them are at first. */
    public void everyoneElse(Function<String, @Nullable Citizen> status) {
        everyoneElse = status;
    }

    /** Lists a number as changed now; its status may well be the same. */
    public void changed(String fnr) {
        changed(() -> LongStream.of(Long.parseLong(fnr)));
    }

    /** Lists many numbers as changed now; they are made anew for every answer and never held. */
    public void changed(Supplier<LongStream> numbers) {
        changes.add(numbers);
    }

    /** Lists a number as changed earlier. */
    public void changed(String fnr, Instant time) {
        changes.add(time, () -> LongStream.of(Long.parseLong(fnr)));
    }

    /** Whether {@code offset} comes after {@code fnr} in the change list; at first it comes before. */
    public void offsetLast(boolean last) {
        offsetLast = last;
    }

    /** Whether one invalid number has a whole bulk call refused, as at first, or is only missing from the answer. */
    public void invalidRefusesAll(boolean refuses) {
        invalidRefusesAll = refuses;
    }

    /** Has the API hold a number for invalid, though its check digits are right. */
    public void refuseNumber(String fnr) {
        refusedNumbers.add(fnr);
    }

    public void acceptNumber(String fnr) {
        refusedNumbers.remove(fnr);
    }

    /** Which form requests must have, and which form answers have; both {@link WireForm#A} at first. */
    public void forms(WireForm request, WireForm answer) {
        requestForm = request;
        answerForm = answer;
    }

    AccessToken admit(Call call, String scope) throws Refused {
        return door.admit(call, AUDIENCE, scope);
    }

    Book book() {
        return book;
    }

    ChangeLog.Page changesAfter(@Nullable String offset) {
        return changes.after(offset);
    }

    @Nullable
    Citizen citizen(String fnr) {
        Citizen known = citizens.get(fnr);
        return known == null ? everyoneElse.apply(fnr) : known;
    }

    boolean isValid(String fnr) {
        return fnr.matches("\\d{11}") && SyntheticNin.hasCheckDigits(fnr) && !refusedNumbers.contains(fnr);
    }

    boolean isOffsetLast() {
        return offsetLast;
    }

    boolean isAllRefusedForOne() {
        return invalidRefusesAll;
    }

    WireForm requestForm() {
        return requestForm;
    }

    WireForm answerForm() {
        return answerForm;
    }
}
