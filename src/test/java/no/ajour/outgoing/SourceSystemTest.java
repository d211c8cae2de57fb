package no.ajour.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceSystemTest {

    @Test
    void norwegian_letters_are_written_out_and_others_are_not() {
        assertThat(SourceSystem.header("Æ, Sølvtråd «4.2»")).isEqualTo("Ae, Solvtrad ?4.2?");
    }

    @Test
    void number_is_not_shown_however_its_digits_are_written() {
        assertThat(SourceSystem.header("Journal 13879712345")).doesNotContain("12345");
        assertThat(SourceSystem.header("Journal \u00b93879712345")).doesNotContain("12345");
    }

    @Test
    void lines_become_one_and_what_cannot_be_seen_is_left_out() {
        assertThat(SourceSystem.header("Blåbær\r\n\u00a0 x\u200by")).isEqualTo("Blabaer xy");
    }

    @Test
    void long_name_is_cut() {
        assertThat(SourceSystem.header("x".repeat(5000))).hasSize(SourceSystem.LONGEST);
    }
}
