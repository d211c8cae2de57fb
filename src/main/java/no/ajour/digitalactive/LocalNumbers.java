package no.ajour.digitalactive;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongConsumer;

/**
 * The numbers on all tenants' lists, sorted, with a mark on those that the change list named: 8 bytes and a bit each,
 * so that five million fit beside everything else in a small heap.
 */
final class LocalNumbers {

    /** What a number of the change list is here. */
    enum Found {
        LOCAL,
        /** Local, and named before. */
        AGAIN,
        ELSEWHERE
    }

    private final long[] sorted;
    private final int size;
    private final BitSet marked;

    private LocalNumbers(long[] sorted, int size) {
        this.sorted = sorted;
        this.size = size;
        this.marked = new BitSet(size);
    }

    /** Takes over the first {@code count} elements of the array, in any order; a person of two tenants may be there twice. */
    static LocalNumbers of(long[] numbers, int count) {
        Arrays.sort(numbers, 0, count);
        int size = 0;
        for (int i = 0; i < count; i++) {
            if (size == 0 || numbers[i] != numbers[size - 1]) {
                numbers[size++] = numbers[i];
            }
        }
        return new LocalNumbers(numbers, size);
    }

    Found mark(long number) {
        int at = Arrays.binarySearch(sorted, 0, size, number);
        if (at < 0) {
            return Found.ELSEWHERE;
        }
        if (marked.get(at)) {
            return Found.AGAIN;
        }
        marked.set(at);
        return Found.LOCAL;
    }

    /** How many are marked. */
    int marked() {
        return marked.cardinality();
    }

    void forEachMarked(LongConsumer action) {
        marked.stream().forEach(at -> action.accept(sorted[at]));
    }

    /** Without the numbers. */
    @Override
    public String toString() {
        return "LocalNumbers[" + size + ", marked=" + marked() + "]";
    }
}
