package no.ajour.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongInstallation;
import no.ajour.failure.WrongRecord;

/**
 * A parser of outside data.
 *
 * @param examples that it must read without a refusal
 * @param refusals the exceptions, no others and no subclasses, by which it may say that it cannot read an input
 * @param oneIn of so many inputs it is given one, because reading takes long
 */
public record Parser(
        String name, List<byte[]> examples, Set<Class<? extends Throwable>> refusals, int oneIn, Reading reading) {

    /** Reads an input, and tells what leaves the parser. */
    @FunctionalInterface
    public interface Reading {
        void read(byte[] input, Made made) throws Exception;
    }

    /** Reads an input that is text. */
    @FunctionalInterface
    public interface TextReading {
        void read(String input, Made made) throws Exception;
    }

    /** A parser that says no by a failure. */
    public static Parser of(String name, List<byte[]> examples, Reading reading) {
        return new Parser(
                name,
                List.copyOf(examples),
                Set.of(TryLater.class, WrongRecord.class, WrongInstallation.class),
                1,
                reading);
    }

    /** The same for text, in which bytes that are not UTF-8 have become replacement characters. */
    public static Parser ofText(String name, List<String> examples, TextReading reading) {
        return of(
                name, bytes(examples), (input, made) -> reading.read(new String(input, StandardCharsets.UTF_8), made));
    }

    /** Texts in UTF-8. */
    public static List<byte[]> bytes(List<String> texts) {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /** The same, which may say no by that exception too. */
    public Parser refusing(Class<? extends Throwable> refusal) {
        var all = new HashSet<>(refusals);
        all.add(refusal);
        return new Parser(name, examples, Set.copyOf(all), oneIn, reading);
    }

    /** The same, for fewer inputs. */
    public Parser oneIn(int inputs) {
        return new Parser(name, examples, refusals, inputs, reading);
    }

    @Override
    public String toString() {
        return name;
    }
}
