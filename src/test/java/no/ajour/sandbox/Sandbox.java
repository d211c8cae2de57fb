package no.ajour.sandbox;

import java.net.URI;
import java.time.InstantSource;
import java.util.Map;

/**
 * The national APIs on one loopback port, each under its own path prefix. All of them tell the time by the clock given
 * to {@link #start}, so that a test steps tokens, proofs, cursors and three months of changes by hand.
 */
public final class Sandbox implements AutoCloseable {
    public static final String HELSEID = "helseid";
    public static final String JFT_READ = "jft-read";
    public static final String JFT_WRITE = "jft-write";
    public static final String HELSENORGE = "helsenorge";
    public static final String KJERNEJOURNAL = "kjernejournal";
    public static final String PHR = "phr";

    private final Listener listener = new Listener();
    private final Book book = new Book();
    private final Faults faults = new Faults();
    private final Gate gate;
    private final HelseIdSandbox helseId;
    private final JftSandbox jft;
    private final HelsenorgeSandbox helsenorge;
    private final KjernejournalSandbox kjernejournal = new KjernejournalSandbox();
    private final PhrSandbox phr = new PhrSandbox();

    private Sandbox(InstantSource clock) {
        ShiftedClock ofTokens = new ShiftedClock(clock);
        DpopProofs proofs = new DpopProofs(ofTokens);
        AccessTokens tokens = new AccessTokens(ofTokens);
        ClientAssertions assertions = new ClientAssertions(url(HELSEID), ofTokens);
        helseId = new HelseIdSandbox(ofTokens, tokens, assertions, proofs);
        jft = new JftSandbox(url(JFT_READ), clock, new DpopDoor(tokens, proofs), book);
        helsenorge = new HelsenorgeSandbox(clock, new BearerDoor(tokens), book);
        Map<String, Api> apis = Map.of(
                HELSEID, new HelseIdApi(url(HELSEID), ofTokens, helseId, assertions, tokens, proofs, book),
                JFT_READ, new JftReadApi(jft),
                JFT_WRITE, new JftWriteApi(jft),
                HELSENORGE, new HelsenorgeApi(helsenorge),
                KJERNEJOURNAL, new KjernejournalApi(kjernejournal, tokens, book),
                PHR, new PhrApi(url(PHR).toString(), phr, new DpopDoor(tokens, proofs), book));
        gate = new Gate(url(""), apis, clock, faults, book);
    }

    /** Starts on a free loopback port; {@link #close} stops it. */
    public static Sandbox start(InstantSource clock) {
        Sandbox sandbox = new Sandbox(clock);
        sandbox.listener.start(sandbox.gate);
        return sandbox;
    }

    /** The base URL of one API, without a trailing slash; of {@link #HELSEID} it is the issuer. */
    public URI url(String api) {
        return URI.create("http://127.0.0.1:" + listener.port() + (api.isEmpty() ? "" : "/" + api));
    }

    public HelseIdSandbox helseId() {
        return helseId;
    }

    public JftSandbox jft() {
        return jft;
    }

    public HelsenorgeSandbox helsenorge() {
        return helsenorge;
    }

    public KjernejournalSandbox kjernejournal() {
        return kjernejournal;
    }

    public PhrSandbox phr() {
        return phr;
    }

    public Book book() {
        return book;
    }

    public Faults faults() {
        return faults;
    }

    @Override
    public void close() {
        gate.close();
        listener.close();
    }
}
