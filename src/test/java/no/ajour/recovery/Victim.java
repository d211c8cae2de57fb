package no.ajour.recovery;

import java.util.concurrent.CompletableFuture;
import no.ajour.testing.AjourProcess;

/** The process that something will happen to, which is told before it is started. */
final class Victim {
    private final CompletableFuture<AjourProcess> process = new CompletableFuture<>();

    AjourProcess is(AjourProcess started) {
        process.complete(started);
        return started;
    }

    void kill() {
        process.join().kill();
    }

    void freeze() {
        process.join().freeze();
    }
}
