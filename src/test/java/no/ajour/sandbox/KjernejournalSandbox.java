package no.ajour.sandbox;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Kjernejournal (kjernejournal.md): what it has of citizens, and which organisations may ask. */
public final class KjernejournalSandbox {
    public static final String AUDIENCE = "nhn:kjernejournal";
    public static final String SCOPE = AUDIENCE + "/api";

    private final Map<String, HealthRecord> records = new ConcurrentHashMap<>();
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private final Set<String> shutOut = ConcurrentHashMap.newKeySet();
    private final Set<String> invalid = ConcurrentHashMap.newKeySet();
    private volatile Function<String, HealthRecord> everyoneElse = fnr -> HealthRecord.NONE;

    KjernejournalSandbox() {}

    public void know(String fnr, HealthRecord record) {
        records.put(fnr, record);
    }

    /** What it has of all who have no record of their own; at first no kjernejournal. */
    public void everyoneElse(Function<String, HealthRecord> record) {
        everyoneElse = record;
    }

    /** Has it answer a number with an error and this developer's message, such as {@code KJF-000016 ...}. */
    public void refuse(String fnr, String message) {
        refusals.put(fnr, message);
    }

    public void accept(String fnr) {
        refusals.remove(fnr);
    }

    /** Takes an organisation's access away. */
    public void shutOut(String orgnr) {
        shutOut.add(orgnr);
    }

    public void letIn(String orgnr) {
        shutOut.remove(orgnr);
    }

    /** Has it hold a number for invalid, though its check digits are right. */
    public void holdForInvalid(String fnr) {
        invalid.add(fnr);
    }

    boolean isShutOut(String orgnr) {
        return shutOut.contains(orgnr);
    }

    @Nullable
    String refusal(String fnr) {
        return refusals.get(fnr);
    }

    /** Null for a number that is not valid. */
    @Nullable
    HealthRecord record(String fnr) {
        if (!fnr.matches("\\d{11}") || !SyntheticNin.hasCheckDigits(fnr) || invalid.contains(fnr)) {
            return null;
        }
        var known = records.get(fnr);
        return known == null ? everyoneElse.apply(fnr) : known;
    }
}
