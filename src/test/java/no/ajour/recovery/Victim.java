package no.ajour.recovery;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    void terminate() {
        process.join().terminate();
    }

    void freeze() {
        process.join().freeze();
    }

    /** Freezes it if it has not ended yet; returns whether it has not. */
    boolean freezeIfAlive() {
        var frozen = process.join();
        if (!frozen.isAlive()) {
            return false;
        }
        frozen.freeze();
        return true;
    }

    /** Freezes it for a time, if it has not ended yet. */
    void freezeFor(Duration time) {
        var frozen = process.join();
        if (frozen.isAlive()) {
            frozen.freeze();
            CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(frozen::thaw);
        }
    }
}
