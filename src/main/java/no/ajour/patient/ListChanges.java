package no.ajour.patient;

/**
 * What taking in a list did, for the balance sheet: {@code received = bad + repeated + distinct} and
 * {@code distinct = listed + relisted + unchanged}.
 *
 * @param received rows in the list
 * @param bad rows without a number that this installation may handle
 * @param distinct different persons among the others
 * @param listed persons who had never been on the list
 * @param relisted persons who were on it again after having been delisted
 * @param unchanged persons who were on it already; their rows were not written
 * @param delisted persons taken off it, because a complete list did not have them
 */
public record ListChanges(
        long received, long bad, long distinct, long listed, long relisted, long unchanged, long delisted) {

    /** Rows that named a person once more. */
    public long repeated() {
        return received - bad - distinct;
    }
}
