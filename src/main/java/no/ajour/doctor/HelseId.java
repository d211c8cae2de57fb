package no.ajour.doctor;

import java.time.Duration;
import java.time.InstantSource;
import no.ajour.failure.Failure;
import no.ajour.failure.WrongInstallation;
import no.ajour.helseid.HelseIdFacts;
import no.ajour.helseid.HelseIdProbe;
import no.ajour.helseid.HelseIdSettings;
import no.ajour.http.HttpClients;
import no.ajour.http.HttpSettings;
import no.ajour.http.Limits;
import no.ajour.http.Timing;
import org.jspecify.annotations.Nullable;

/** HelseID for all checks that build on it: asked once, whatever it answers. */
final class HelseId {
    /** For somebody who waits at a terminal. */
    static final Limits SHORT = new Limits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            2,
            Duration.ofMillis(300),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            10,
            10);

    private final Settings settings;
    private final Timing timing;
    private @Nullable HttpClients clients;
    private @Nullable HelseIdProbe probe;
    private @Nullable Failure failed;

    HelseId(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.timing = Timing.of(clock);
    }

    HelseIdSettings settings() {
        return settings.require(HelseIdSettings.class);
    }

    HttpSettings http() {
        return settings.require(HttpSettings.class);
    }

    Timing timing() {
        return timing;
    }

    HttpClients clients() {
        if (clients == null) {
            clients = new HttpClients(http());
        }
        return clients;
    }

    HelseIdProbe probe() {
        if (probe == null) {
            probe = new HelseIdProbe(settings(), clients(), SHORT, timing);
        }
        return probe;
    }

    /** @throws Failure the same one each time */
    HelseIdFacts metadata() {
        if (failed != null) {
            throw failed;
        }
        try {
            return probe().metadata();
        } catch (Failure e) {
            failed = e;
            throw e;
        }
    }

    /**
     * Everything that asking for a token builds on.
     *
     * @throws NotPossible if a part of it is missing
     */
    HelseIdProbe ready() {
        try {
            probe().key();
        } catch (WrongInstallation e) {
            throw new NotPossible("there is no key to ask for tokens with");
        }
        try {
            probe().clientId();
            metadata();
        } catch (Failure e) {
            throw new NotPossible("HelseID cannot be asked for tokens");
        }
        return probe();
    }
}
