package no.ajour.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.run.DeadLetter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BrakeTest {
    private static final Given ANSWERED = new Given(null);
    private static final Given UNANSWERED = new Given(new Unanswered(true, "cut off", null));
    private static final Given UNSENT = new Given(new Unanswered(false, "no connection", null));

    private record Row(long id) implements Item {
        @Override
        public String record() {
            return "row " + id;
        }
    }

    private record Given(@Nullable Unanswered unanswered) implements Answer {
        @Override
        public Item item() {
            return new Row(1);
        }

        @Override
        public boolean isDone() {
            return unanswered == null;
        }

        @Override
        public @Nullable DeadLetter letter() {
            return null;
        }
    }

    private final Brake brake = new Brake(3);

    @Test
    void so_many_in_a_row_end_it_for_now_sent_or_not() {
        count(UNANSWERED, UNSENT);
        assertThat(goesOn()).isTrue();

        count(UNANSWERED);

        assertThat(goesOn()).isFalse();
        assertThatThrownBy(brake::release)
                .isInstanceOf(TryLater.class)
                .hasMessageStartingWith("3 calls in a row went unanswered, the last one: cut off.");
    }

    @Test
    void an_answer_begins_the_count_anew() {
        count(UNANSWERED, UNANSWERED, ANSWERED, UNANSWERED, UNANSWERED);

        assertThat(goesOn()).isTrue();
        assertThatCode(brake::release).doesNotThrowAnyException();
    }

    @Test
    void what_ends_the_tenants_sending_ends_it_at_once() {
        var refused = new WrongInstallation("refused");
        count(new Given(new Unanswered(false, "refused", refused)));

        assertThat(goesOn()).isFalse();
        assertThatThrownBy(brake::release).isSameAs(refused);
    }

    @Test
    void what_an_operator_has_to_mend_is_told_before_what_time_mends() {
        var refused = new WrongInstallation("refused");
        count(UNANSWERED, UNANSWERED, UNANSWERED);
        count(new Given(new Unanswered(false, "refused", refused)));
        count(new Given(new Unanswered(false, "refused", new WrongInstallation("refused as well"))));

        assertThatThrownBy(brake::release).isSameAs(refused);
    }

    private void count(Given... answers) {
        List.of(answers).forEach(brake::count);
    }

    private boolean goesOn() {
        return brake.over(List.of("work").iterator()).hasNext();
    }
}
