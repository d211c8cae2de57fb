package no.ajour.sandbox;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.PrimitiveIterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Writes {@code {"offset":"…","fnr":["…"]}}, or the other way round, number by number. */
final class ChangeListAnswer {
    private ChangeListAnswer() {}

    static Answer of(HelsenorgeSandbox helsenorge, Instant time, @Nullable String offset) {
        ChangeLog.Page page = helsenorge.changesAfter(offset);
        boolean offsetLast = helsenorge.isOffsetLast();
        AtomicLong numbers = new AtomicLong();
        return Answer.stream(out -> numbers.set(write(out, page, offsetLast))).whenSent(() -> helsenorge
                .book()
                .changeList(new Book.ChangeList(time, offset, page.offsetKnown(), page.offset(), numbers.get())));
    }

    private static long write(OutputStream sink, ChangeLog.Page page, boolean offsetLast) throws IOException {
        BufferedOutputStream out = new BufferedOutputStream(sink, 1 << 16);
        String offset = "\"offset\":\"" + page.offset() + "\"";
        print(out, offsetLast ? "{\"fnr\":[" : "{" + offset + ",\"fnr\":[");
        byte[] item = ",\"00000000000\"".getBytes(StandardCharsets.US_ASCII);
        long count = 0;
        for (Supplier<LongStream> some : page.numbers()) {
            PrimitiveIterator.OfLong numbers = some.get().iterator();
            while (numbers.hasNext()) {
                long rest = numbers.nextLong();
                for (int digit = 12; digit > 1; digit--) {
                    item[digit] = (byte) ('0' + rest % 10);
                    rest /= 10;
                }
                int skipped = count == 0 ? 1 : 0;
                out.write(item, skipped, item.length - skipped);
                count++;
            }
        }
        print(out, offsetLast ? "]," + offset + "}" : "]}");
        out.flush();
        return count;
    }

    private static void print(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
