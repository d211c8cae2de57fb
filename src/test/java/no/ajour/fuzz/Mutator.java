package no.ajour.fuzz;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes inputs that are nearly right out of examples that are. The same random numbers make the same inputs. */
final class Mutator {
    /** Bytes. */
    static final int LONGEST = 64 * 1024;

    // Long runs, which make what is quadratic show, are rare so that an input costs little on the whole.
    private static final int ONE_LONG_RUN_IN = 300;
    private static final int SHORT_RUN = 48;
    private static final int MOST_CHANGES = 6;

    private static final byte[] BYTES = {
        0,
        1,
        '\t',
        '\n',
        '\r',
        ' ',
        '"',
        '\'',
        '\\',
        '/',
        '<',
        '>',
        '{',
        '}',
        '[',
        ']',
        '(',
        ':',
        ';',
        ',',
        '.',
        '-',
        '+',
        '0',
        '9',
        'e',
        '%',
        '&',
        '?',
        '#',
        '=',
        '@',
        '~',
        '*',
        (byte) 0x7f,
        (byte) 0x80,
        (byte) 0xbf,
        (byte) 0xc0,
        (byte) 0xed,
        (byte) 0xf4,
        (byte) 0xfe,
        (byte) 0xff
    };

    // What stands in JSON, CSV, headers and settings where something else should.
    private static final byte[][] WORDS = words(
            "null",
            "true",
            "[]",
            "{}",
            "\"\"",
            "-1",
            "0",
            "4",
            "2147483648",
            "9223372036854775807",
            "-9223372036854775808",
            "99999999999999999999999999",
            "1e999999",
            "1e-999999",
            "-1E99999999999",
            "0.1e131073",
            "1.50",
            "NaN",
            "\"13879712345\"",
            "13879712345",
            "138797 12345",
            "\"2026-05-26T10:06:17.01493+00:00\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"0000-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:59.999999999-18:00\"",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00+18:00",
            "Sun, 06 Nov 292278993 08:49:37 GMT",
            "Sun, 06 Nov -292275054 08:49:37 GMT",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\\u0000",
            "\\ud83d",
            "\"a\\",
            "\uFEFF",
            "\uD83D\uDE00",
            "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660\u0661",
            "\u2028",
            "\u00a0",
            "\"Patient\"",
            "\"OperationOutcome\"",
            "\"next\"",
            "http://[::1]:99999/",
            "//elsewhere.example/",
            "xn--",
            "\r\n\r\n",
            "%00",
            "%",
            "../../..");
    private static final byte[][] NOT_UTF_8 = {
        {(byte) 0xc0, (byte) 0x80},
        {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
        {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
        {(byte) 0xe2, (byte) 0x82},
        {(byte) 0xff, (byte) 0xfe},
        {0, 0, (byte) 0xfe, (byte) 0xff}
    };

    private final List<byte[]> examples;
    private final RandomGenerator random;

    Mutator(List<byte[]> examples, RandomGenerator random) {
        this.examples = examples;
        this.random = random;
    }

    /** An example with some changes. */
    byte[] next() {
        byte[] input = pick(examples);
        int changes = 1;
        while (changes < MOST_CHANGES && random.nextBoolean()) {
            changes++;
        }
        for (int i = 0; i < changes; i++) {
            byte[] changed = change(input);
            input = changed.length > LONGEST ? Arrays.copyOf(changed, LONGEST) : changed;
        }
        return input;
    }

    private byte[] change(byte[] in) {
        int at = random.nextInt(in.length + 1);
        return switch (random.nextInt(19)) {
            case 0 -> flip(in);
            case 1 -> replace(in, at, Math.min(in.length, at + 1), new byte[] {BYTES[random.nextInt(BYTES.length)]});
            case 2 -> replace(in, at, at, noise(1 + random.nextInt(8)));
            case 3 -> replace(in, at, end(in, at), new byte[0]);
            case 4 -> repeat(in, at);
            case 5 -> random.nextBoolean() ? Arrays.copyOf(in, at) : Arrays.copyOfRange(in, at, in.length);
            case 6 -> splice(in, at);
            case 7 -> digits(in, at);
            case 8 -> nest(in, at);
            case 9 -> replace(in, at, at, new byte[1]);
            case 10 -> replace(in, at, at, NOT_UTF_8[random.nextInt(NOT_UTF_8.length)]);
            case 11 -> member(in, at);
            case 12 -> replace(in, at, at, run(in));
            case 13 -> replace(in, at, at, WORDS[random.nextInt(WORDS.length)]);
            case 14, 15, 16 -> value(in, at);
            case 17 -> swap(in, at);
            default -> encode(in);
        };
    }

    private byte[] flip(byte[] in) {
        byte[] out = in.clone();
        if (out.length > 0) {
            out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return out;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] repeat(byte[] in, int at) {
        byte[] slice = Arrays.copyOfRange(in, at, end(in, at));
        int times = random.nextInt(ONE_LONG_RUN_IN) == 0 ? LONGEST / (slice.length + 1) : 1 + random.nextInt(3);
        byte[] repeated = new byte[slice.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(slice, 0, repeated, i * slice.length, slice.length);
        }
        return replace(in, at, at, repeated);
    }

    private byte[] splice(byte[] in, int at) {
        byte[] other = pick(examples);
        int from = random.nextInt(other.length + 1);
        return replace(in, at, random.nextBoolean() ? in.length : at, Arrays.copyOfRange(other, from, other.length));
    }

    /** A number, wherever the next one is, becomes a huge one. */
    private byte[] digits(byte[] in, int at) {
        int from = at;
        while (from < in.length && !isDigit(in[from])) {
            from++;
        }
        int to = from;
        while (to < in.length && isDigit(in[to])) {
            to++;
        }
        byte[] huge = new byte[length()];
        for (int i = 0; i < huge.length; i++) {
            huge[i] = (byte) ('0' + random.nextInt(10));
        }
        return replace(in, from, to, huge);
    }

    private byte[] nest(byte[] in, int at) {
        byte[] begin = (random.nextBoolean() ? "[" : "{\"a\":").getBytes(UTF_8);
        int depth = Math.min(random.nextInt(10) == 0 ? 20 * length() : length(), LONGEST / begin.length);
        byte[] opened = new byte[depth * begin.length];
        for (int i = 0; i < depth; i++) {
            System.arraycopy(begin, 0, opened, i * begin.length, begin.length);
        }
        byte[] closed = new byte[depth];
        Arrays.fill(closed, (byte) (begin.length == 1 ? ']' : '}'));
        int end = valueEnd(in, at);
        return replace(replace(in, end, end, closed), at, at, opened);
    }

    /** What stands from a quotation mark to the next comma stands twice. */
    private byte[] member(byte[] in, int at) {
        int from = indexOf(in, (byte) '"', at);
        int to = indexOf(in, (byte) ',', from);
        return to == in.length ? in : replace(in, from, from, Arrays.copyOfRange(in, from, to + 1));
    }

    private byte[] run(byte[] in) {
        byte[] run = new byte[length()];
        boolean own = in.length > 0 && random.nextBoolean();
        Arrays.fill(run, own ? in[random.nextInt(in.length)] : BYTES[random.nextInt(BYTES.length)]);
        return run;
    }

    /** What follows a colon, or in CSV a separator, becomes something else. */
    private byte[] value(byte[] in, int at) {
        int colon = indexOf(in, (byte) ':', at);
        int from = colon == in.length ? at : colon + 1;
        return replace(in, from, valueEnd(in, from), WORDS[random.nextInt(WORDS.length)]);
    }

    private byte[] swap(byte[] in, int at) {
        int middle = end(in, at);
        int last = end(in, middle);
        byte[] out = in.clone();
        System.arraycopy(in, middle, out, at, last - middle);
        System.arraycopy(in, at, out, at + last - middle, middle - at);
        return out;
    }

    private byte[] encode(byte[] in) {
        var text = new String(in, UTF_8);
        return switch (random.nextInt(5)) {
            case 0 -> text.getBytes(UTF_16LE);
            case 1 -> text.getBytes(UTF_16BE);
            case 2 -> text.getBytes(Charset.forName("UTF-32BE"));
            case 3 -> ("\uFEFF" + text).getBytes(UTF_16LE);
            default -> ("\uFEFF" + text).getBytes(UTF_8);
        };
    }

    private int length() {
        return 1 + random.nextInt(random.nextInt(ONE_LONG_RUN_IN) == 0 ? LONGEST : SHORT_RUN);
    }

    private int end(byte[] in, int at) {
        return Math.min(in.length, at + 1 + random.nextInt(random.nextInt(4) == 0 ? in.length + 1 : 16));
    }

    private static int valueEnd(byte[] in, int from) {
        if (from < in.length && in[from] == '"') {
            return Math.min(in.length, indexOf(in, (byte) '"', from + 1) + 1);
        }
        int to = from;
        while (to < in.length && ",;}]\n".indexOf(in[to]) < 0) {
            to++;
        }
        return to;
    }

    private static int indexOf(byte[] in, byte wanted, int from) {
        int at = from;
        while (at < in.length && in[at] != wanted) {
            at++;
        }
        return at;
    }

    private static byte[] replace(byte[] in, int from, int to, byte[] with) {
        byte[] out = new byte[in.length - (to - from) + with.length];
        System.arraycopy(in, 0, out, 0, from);
        System.arraycopy(with, 0, out, from, with.length);
        System.arraycopy(in, to, out, from + with.length, in.length - to);
        return out;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private byte[] pick(List<byte[]> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static byte[][] words(String... words) {
        return Arrays.stream(words).map(word -> word.getBytes(UTF_8)).toArray(byte[][]::new);
    }
}
