package no.ajour.document;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongFunction;
import no.ajour.document.Piece.Came;
import no.ajour.document.Piece.End;
import no.ajour.document.Piece.Failed;
import no.ajour.document.Piece.Gone;
import no.ajour.document.Piece.Part;
import no.ajour.document.Piece.Postponed;
import no.ajour.document.Piece.Refused;
import no.ajour.document.Piece.Whole;
import no.ajour.failure.TryLater;
import no.ajour.failure.WrongRecord;
import no.ajour.http.Api;
import no.ajour.http.ApiResponse;
import no.ajour.patient.NumberGuard;
import no.ajour.patient.NumberVerdict;
import no.ajour.run.FetchAhead;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the documents that are wanted, one after the other (MHD, ITI-68). A document is never held whole: it goes on in
 * parts, to the table or to a file, while its size and digests are taken.
 */
final class DocumentFetch implements FetchAhead.Source<Piece> {
    /** PHR's name in settings and metrics, for documents. */
    static final String API = "phr-documents";

    private final Api api;
    private final DocumentRequests requests;
    private final FetchSettings settings;
    private final NumberGuard guard;
    private final @Nullable DocumentFolder folder;
    private final LongFunction<List<Wanted>> queue;
    private final Outage outage = new Outage();

    /**
     * @param folder null: documents are kept in the database
     * @param queue the next documents after one
     */
    DocumentFetch(
            Api api,
            DocumentRequests requests,
            FetchSettings settings,
            NumberGuard guard,
            @Nullable DocumentFolder folder,
            LongFunction<List<Wanted>> queue) {
        this.api = api;
        this.requests = requests;
        this.settings = settings;
        this.guard = guard;
        this.folder = folder;
        this.queue = queue;
    }

    @Override
    public void readInto(FetchAhead.Sink<Piece> sink) throws InterruptedException {
        long after = 0;
        for (var page = queue.apply(after); !page.isEmpty(); page = queue.apply(after)) {
            for (var wanted : page) {
                if (sink.stopped()) {
                    return;
                }
                sink.put(fetch(wanted, sink));
                after = wanted.document();
            }
        }
    }

    private End fetch(Wanted wanted, FetchAhead.Sink<Piece> sink) throws InterruptedException {
        // The last gate before a number leaves.
        if (guard.check(wanted.nin()) instanceof NumberVerdict.Refused refused) {
            return new End(wanted, new Failed(refused.cause(), refused.reason()), null);
        }
        var eventId = SearchRequests.eventId();
        try (var response = api.send(requests.of(wanted, eventId))) {
            var came = came(wanted, response, sink, eventId);
            outage.answered();
            return new End(wanted, came, eventId);
        } catch (WrongRecord wrong) {
            return new End(wanted, new Failed(wrong.causeCode(), String.valueOf(wrong.getMessage())), eventId);
        } catch (TryLater e) {
            outage.unanswered(e);
            Came came = wanted.attempts() + 1 < settings.tries()
                    ? new Postponed()
                    : new Failed("no-answer", e.getMessage() + ". Tried " + settings.tries() + " times.");
            return new End(wanted, came, eventId);
        }
    }

    private Came came(Wanted wanted, ApiResponse response, FetchAhead.Sink<Piece> sink, String eventId)
            throws InterruptedException {
        return switch (response.status()) {
            case 404, 410 -> new Gone("PHR has this document no more (HTTP " + response.status() + ").");
            case 403, 406 -> refused(response, eventId);
            default -> content(wanted, response, sink);
        };
    }

    private Came refused(ApiResponse response, String eventId) {
        var said = response.error().phrase();
        var why = " (HTTP " + response.status() + (said.isEmpty() ? "" : ", " + said) + ", event id " + eventId + "). ";
        return response.status() == 406
                ? new Refused(
                        "not-acceptable",
                        "PHR does not have the document in the form that its reference promises" + why + "Ask NHN.")
                : new Refused(
                        "access-denied",
                        "PHR does not give this document" + why
                                + "The patient may have denied it, or the person who is logged in may not read it.");
    }

    private Came content(Wanted wanted, ApiResponse response, FetchAhead.Sink<Piece> sink) throws InterruptedException {
        var type = response.header("Content-Type");
        if (!Attachment.fits(wanted.type(), type)) {
            throw new WrongRecord(
                    "wrong-type",
                    "The document is not of the media type that its reference promises. Ask NHN, or retry when PHR has"
                            + " corrected it.");
        }
        try (var keeping = folder == null ? new InParts(wanted, sink) : folder.begin(wanted)) {
            var content = stream(wanted, response.body(), keeping);
            return new Whole(
                    type == null || type.isBlank() ? unknown(wanted.type()) : type,
                    content.length(),
                    content.sha256(),
                    keeping.finish());
        } catch (IOException e) {
            throw new TryLater("The document could not be read; the next run asks for it again", e);
        }
    }

    private record Content(long length, String sha256) {}

    private Content stream(Wanted wanted, InputStream body, Keeping keeping) throws IOException, InterruptedException {
        var sha1 = digest("SHA-1");
        var sha256 = digest("SHA-256");
        int size = (int) settings.partSize().toBytes();
        long length = 0;
        int number = 0;
        for (byte[] part = body.readNBytes(size); part.length > 0; part = body.readNBytes(size)) {
            length += part.length;
            if (length > settings.largest().toBytes()) {
                throw new WrongRecord(
                        "too-large",
                        "The document is larger than " + settings.largest() + ". Raise " + DocumentSettings.PREFIX
                                + "fetch.largest if it is to be kept, and retry.");
            }
            sha1.update(part);
            sha256.update(part);
            keeping.keep(number++, part);
        }
        if (length == 0) {
            throw new WrongRecord("empty", "PHR gave an empty document. Ask NHN.");
        }
        if (wanted.size() != null && wanted.size() != length) {
            throw new WrongRecord(
                    "wrong-size",
                    "The document has " + length + " bytes, and its reference says " + wanted.size()
                            + ". Ask NHN, or retry" + " when the patient's references have been read again.");
        }
        if (wanted.hash() != null && !wanted.hash().equals(HexFormat.of().formatHex(sha1.digest()))) {
            throw new WrongRecord(
                    "wrong-hash",
                    "The document does not have the hash that its reference says. Ask NHN, or retry when the patient's"
                            + " references have been read again.");
        }
        return new Content(length, HexFormat.of().formatHex(sha256.digest()));
    }

    private static String unknown(@Nullable String promised) {
        return promised == null || promised.isBlank() ? "application/octet-stream" : promised;
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has " + algorithm, e);
        }
    }

    /** Parts on their way to the table. */
    private record InParts(Wanted wanted, FetchAhead.Sink<Piece> sink) implements Keeping {
        @Override
        public void keep(int number, byte[] bytes) throws InterruptedException {
            sink.put(new Part(wanted, number, bytes));
        }

        @Override
        public @Nullable String finish() {
            return null;
        }

        @Override
        public void close() {}
    }
}
