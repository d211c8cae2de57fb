package no.ajour.digitalactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import no.ajour.digitalactive.LocalNumbers.Found;
import org.junit.jupiter.api.Test;

class LocalNumbersTest {

    @Test
    void marks_each_local_number_once() {
        var numbers = LocalNumbers.of(new long[] {30, 10, 20, 10, 99, 99}, 4);

        assertThat(numbers.mark(10)).isEqualTo(Found.LOCAL);
        assertThat(numbers.mark(10)).isEqualTo(Found.AGAIN);
        assertThat(numbers.mark(30)).isEqualTo(Found.LOCAL);
        assertThat(numbers.mark(99)).isEqualTo(Found.ELSEWHERE);
        var marked = new ArrayList<Long>();
        numbers.forEachMarked(marked::add);
        assertThat(marked).containsExactly(10L, 30L);
        assertThat(numbers.marked()).isEqualTo(2);
        assertThat(numbers).hasToString("LocalNumbers[3, marked=2]");
    }

    @Test
    void nobody_is_local_on_an_empty_list() {
        assertThat(LocalNumbers.of(new long[0], 0).mark(1)).isEqualTo(Found.ELSEWHERE);
    }
}
