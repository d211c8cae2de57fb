package no.ajour.doctor;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import no.ajour.sandbox.HelsenorgeSandbox;
import no.ajour.sandbox.JftSandbox;
import no.ajour.sandbox.KjernejournalSandbox;
import no.ajour.sandbox.Sandbox;
import no.ajour.testing.Installation;
import no.ajour.testing.Installation.Result;

/** A healthy installation, to be made ill. */
final class Ward implements AutoCloseable {
    static final String CLIENT = "doctor-client";
    static final Set<String> SCOPES = Set.of(
            JftSandbox.SCOPE,
            HelsenorgeSandbox.CHANGES_SCOPE,
            HelsenorgeSandbox.CHECK_SCOPE,
            KjernejournalSandbox.SCOPE);

    final Installation ajour;
    final Path keyFile;
    private final ECKey key;
    private final Set<String> orgnrs;

    Ward(HikariDataSource database, Map<String, String> municipalities) {
        ajour = Installation.of(database, municipalities);
        orgnrs = municipalities.keySet();
        try {
            key = new ECKeyGenerator(Curve.P_256).keyID("key-1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        keyFile = ajour.write("doctor.jwk", key.toJSONString());
        permit("rw-------");
        register(ajour.sandbox());
        ajour.set("ajour.helseid.client-id", CLIENT).set("ajour.helseid.key-file", keyFile.toString());
    }

    /** Registers the client at a HelseID. */
    void register(Sandbox sandbox) {
        sandbox.helseId().register(CLIENT, key.toPublicJWK(), SCOPES, true, orgnrs);
    }

    void permit(String permissions) {
        try {
            Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the doctor says, each finding on one line; as printed, nothing of it is wider than a terminal. */
    Result doctor() {
        var result = ajour.ajour("doctor");
        var wide = result.out().lines().filter(line -> line.length() > 100).collect(Collectors.toList());
        if (!wide.isEmpty()) {
            throw new AssertionError("wider than 100 columns: " + wide);
        }
        return new Result(result.exitCode(), result.out().replaceAll("\\R {21}", " "), result.err());
    }

    @Override
    public void close() {
        try {
            ajour.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
