package no.ajour.sandbox;

import java.time.Duration;
import java.util.function.BiFunction;

/** What a fault does to a call. */
sealed interface Effect {
    /** Waits before anything else. */
    record Delay(Duration time) implements Effect {}

    /** Does something before the call is served, such as letting tokens expire. */
    record Act(Runnable action) implements Effect {}

    /** Answers in the API's place. */
    record Instead(Answer answer) implements Effect {}

    /** Changes the answer. */
    record Change(BiFunction<Call, Answer, Answer> change) implements Effect {}

    /** Gives no answer: drops the connection or, silently, keeps it open. Handled: the request takes effect first. */
    record Lose(boolean handled, boolean silently) implements Effect {}
}
