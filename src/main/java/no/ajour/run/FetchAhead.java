package no.ajour.run;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import no.ajour.failure.TryLater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads a step's items on a thread of its own, ahead of the chunk that takes them, so that the next exchange with an
 * API is under way while the last one is stored. What was read before a failure is stored before the failure ends the
 * step.
 *
 * <p>A stop lets the calls under way end and stores their answers, so that none has to be made again; only what takes too
 * long is broken off.
 *
 * <p>Keeps no place to restart from: what is left to do is in tables, and a step that starts again reads those.
 *
 * @param <T> the item
 */
public final class FetchAhead<T> implements ItemStreamReader<T>, StepExecutionListener {
    private static final Logger log = LoggerFactory.getLogger(FetchAhead.class);
    private static final Duration LOOK_FOR_A_STOP = Duration.ofMillis(50);

    /**
     * Where items come from. Runs on a thread of its own, which is interrupted when the step ends early.
     *
     * @param <T> the item
     */
    @FunctionalInterface
    public interface Source<T> {
        void readInto(Sink<T> sink) throws InterruptedException;
    }

    /**
     * Takes items; waits while the step has enough of them.
     *
     * @param <T> the item
     */
    @FunctionalInterface
    public interface Sink<T> {
        void put(T item) throws InterruptedException;

        /** Whether the run is to end: a source then begins nothing new, and returns. */
        default boolean stopped() {
            return false;
        }

        /** Waits for something that is no call; a stop ends the wait at once. Returns false if it did. */
        default boolean waitFor(Wait wait) throws InterruptedException {
            wait.end();
            return true;
        }
    }

    /** Something to wait for. */
    @FunctionalInterface
    public interface Wait {
        /** Returns when it has come. */
        void end() throws InterruptedException;
    }

    private sealed interface Read<T> {
        record Item<T>(T item) implements Read<T> {}

        record End<T>(@Nullable Throwable failure, boolean interrupted) implements Read<T> {}
    }

    private final String name;
    private final Source<T> source;
    private final BlockingQueue<Read<T>> queue;
    private final Object waiting = new Object();
    private StopSignal stop = new StopSignal();
    private Duration drain = Duration.ZERO;
    private @Nullable StepExecution execution;
    private @Nullable Thread thread;
    private @Nullable Thread waiter;
    private volatile boolean cutShort;
    private volatile boolean closing;
    private long stopSeen;
    private boolean brokenOff;

    /**
     * @param name of the thread
     * @param ahead how many items may wait to be stored; at least 1
     */
    public FetchAhead(String name, int ahead, Source<T> source) {
        this.name = name;
        this.source = source;
        this.queue = new ArrayBlockingQueue<>(ahead);
    }

    /** @param drain how long calls under way may take to end after a stop */
    void stopsWith(StopSignal signal, Duration drain) {
        this.stop = signal;
        this.drain = drain;
    }

    @Override
    public void beforeStep(StepExecution stepExecution) {
        execution = stepExecution;
    }

    @Override
    public void open(ExecutionContext context) {
        queue.clear();
        cutShort = false;
        closing = false;
        stopSeen = 0;
        brokenOff = false;
        // Not a virtual thread: it reads from the database too, and would make the process end late, as no.ajour.http
        // tells.
        thread = Thread.ofPlatform().daemon().name(name).start(this::fetch);
    }

    @Override
    public @Nullable T read() throws Exception {
        var next = queue.poll(LOOK_FOR_A_STOP.toMillis(), TimeUnit.MILLISECONDS);
        while (next == null) {
            if (stop.requested()) {
                hurry();
            }
            next = queue.poll(LOOK_FOR_A_STOP.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (next instanceof Read.Item<T> item) {
            return item.item();
        }
        // Left in place, since Spring Batch may read once more after the end.
        queue.put(next);
        var end = (Read.End<T>) next;
        if (stop.requested() && (end.interrupted() || (cutShort && end.failure() == null))) {
            if (execution != null) {
                execution.setTerminateOnly();
            }
            return null;
        }
        return switch (end.failure()) {
            case null -> null;
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case Throwable other -> throw new IllegalStateException(other);
        };
    }

    private void hurry() {
        synchronized (waiting) {
            if (waiter != null) {
                waiter.interrupt();
            }
        }
        long now = System.nanoTime();
        if (stopSeen == 0) {
            stopSeen = now;
        }
        // Once: what it still hands on must not be broken off too.
        if (thread != null && !brokenOff && now - stopSeen > drain.toNanos()) {
            brokenOff = true;
            thread.interrupt();
        }
    }

    @Override
    public void close() {
        var running = thread;
        if (running == null) {
            return;
        }
        closing = true;
        // Emptied until the thread has ended, since it may be waiting for a place in the queue.
        while (running.isAlive()) {
            running.interrupt();
            queue.clear();
            try {
                running.join(Duration.ofMillis(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        thread = null;
    }

    private void fetch() {
        Throwable failure = null;
        boolean interrupted = false;
        try {
            source.readInto(new Ahead());
        } catch (InterruptedException e) {
            interrupted = true;
            failure = new TryLater("Stopped while reading ahead; run again to go on.");
        } catch (RuntimeException | Error e) {
            interrupted = Thread.currentThread().isInterrupted();
            failure = e;
        }
        end(new Read.End<>(failure, interrupted));
    }

    // Whoever reads waits for it: an interrupt that came late must not lose it.
    private void end(Read.End<T> end) {
        boolean told = false;
        while (!told && !closing) {
            try {
                queue.put(end);
                told = true;
            } catch (InterruptedException e) {
                log.trace("{} was interrupted at its end", name);
            }
        }
    }

    private final class Ahead implements Sink<T> {
        @Override
        public void put(T item) throws InterruptedException {
            queue.put(new Read.Item<>(item));
        }

        @Override
        public boolean stopped() {
            boolean stopped = stop.requested();
            cutShort |= stopped;
            return stopped;
        }

        @Override
        public boolean waitFor(Wait wait) throws InterruptedException {
            synchronized (waiting) {
                if (stopped()) {
                    return false;
                }
                waiter = Thread.currentThread();
            }
            try {
                wait.end();
            } catch (InterruptedException e) {
                if (!stopped()) {
                    throw e;
                }
            } finally {
                synchronized (waiting) {
                    waiter = null;
                    // One that came a moment too late for this wait must not meet a call.
                    if (stop.requested()) {
                        Thread.interrupted();
                    }
                }
            }
            return !stopped();
        }
    }
}
