package no.ajour.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import no.ajour.failure.TryLater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.batch.infrastructure.item.ExecutionContext;

@Timeout(20)
class ReadingAheadTest {

    @Test
    void gives_every_item_then_null_however_often_it_is_asked() throws Exception {
        var reader = new FetchAhead<Integer>("test", 2, sink -> {
            for (int i = 0; i < 100; i++) {
                sink.put(i);
            }
        });
        reader.open(new ExecutionContext());

        assertThat(all(reader))
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
        assertThat(reader.read()).isNull();
        reader.close();
    }

    @Test
    void reads_no_further_ahead_than_it_may() throws Exception {
        var put = new AtomicInteger();
        var reader = new FetchAhead<Integer>("test", 3, sink -> {
            while (true) {
                sink.put(put.incrementAndGet());
            }
        });
        reader.open(new ExecutionContext());

        assertThat(reader.read()).isEqualTo(1);
        assertThat(reader.read()).isEqualTo(2);

        // Two taken, three waiting, one held by the thread that waits for a place.
        assertThat(put.get()).isLessThanOrEqualTo(6);
        reader.close();
    }

    @Test
    void close_interrupts_a_source_that_waits_for_an_api() throws Exception {
        var begun = new CountDownLatch(1);
        var interrupted = new AtomicBoolean();
        var reader = new FetchAhead<Integer>("test", 1, sink -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
        });
        reader.open(new ExecutionContext());
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();

        reader.close();

        assertThat(interrupted).isTrue();
    }

    @Test
    void begins_again_from_its_source_when_it_is_opened_again() throws Exception {
        var openings = new AtomicInteger();
        var reader = new FetchAhead<Integer>("test", 1, sink -> sink.put(openings.incrementAndGet()));

        reader.open(new ExecutionContext());
        assertThat(all(reader)).containsExactly(1);
        reader.close();
        reader.open(new ExecutionContext());
        assertThat(all(reader)).containsExactly(2);
        reader.close();
    }

    @Test
    void as_many_calls_are_under_way_as_allowed_and_no_more() throws Exception {
        var together = new CyclicBarrier(4);
        var underWay = new AtomicInteger();
        var most = new AtomicInteger();
        var answers = Collections.synchronizedList(new ArrayList<Integer>());

        InFlight.each(
                IntStream.range(0, 40).iterator(),
                4,
                work -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    // Passes only while four calls are under way at the same time.
                    await(together);
                    underWay.decrementAndGet();
                    return work;
                },
                answers::add,
                () -> false);

        assertThat(answers)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 40).boxed().toList());
        assertThat(most).hasValue(4);
    }

    @Test
    void failure_begins_nothing_more_and_keeps_the_answers_that_were_under_way() {
        var begun = Collections.synchronizedList(new ArrayList<Integer>());
        var failed = new CountDownLatch(1);
        List<Integer> answers = Collections.synchronizedList(new ArrayList<>());

        assertThatThrownBy(() -> InFlight.each(
                        IntStream.range(0, 100).iterator(),
                        2,
                        work -> {
                            begun.add(work);
                            if (work == 0) {
                                failed.countDown();
                                throw new TryLater("down");
                            }
                            await(failed);
                            return work;
                        },
                        answers::add,
                        () -> false))
                .isInstanceOf(TryLater.class)
                .hasMessage("down");

        assertThat(begun.size()).isLessThan(100);
        assertThat(answers).contains(1).hasSize(begun.size() - 1);
    }

    @Test
    void work_that_cannot_be_read_further_keeps_the_answers_that_were_under_way() {
        List<Integer> answers = Collections.synchronizedList(new ArrayList<>());
        var work = IntStream.iterate(0, i -> i + 1)
                .map(i -> {
                    if (i == 2) {
                        throw new TryLater("database gone");
                    }
                    return i;
                })
                .iterator();

        assertThatThrownBy(() -> InFlight.each(work, 8, item -> item, answers::add, () -> false))
                .isInstanceOf(TryLater.class)
                .hasMessage("database gone");

        assertThat(answers).containsExactlyInAnyOrder(0, 1);
    }

    private static List<Integer> all(FetchAhead<Integer> reader) throws Exception {
        var items = new ArrayList<Integer>();
        for (Integer item = reader.read(); item != null; item = reader.read()) {
            items.add(item);
        }
        return items;
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
