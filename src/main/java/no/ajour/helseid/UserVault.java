package no.ajour.helseid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import no.ajour.failure.WrongInstallation;
import no.ajour.session.Vault;

/** Makes what sessions are encrypted with, from a secret that this installation has and its database has not. */
final class UserVault {
    private static final int SHORTEST = 32;

    private UserVault() {}

    /** @throws WrongInstallation if the secret cannot be read */
    static Vault of(HelseIdSettings settings, LoginSettings login, ClientKey key) {
        Path file = login.secretFile();
        byte[] secret = file == null ? key.secret() : read(file);
        if (secret.length < SHORTEST) {
            throw new WrongInstallation("ajour.helseid.login.secret-file: " + file + " has fewer than " + SHORTEST
                    + " bytes; make one with" + " openssl rand -out " + file + " " + SHORTEST);
        }
        return new Vault(secret, settings.requiredClientId());
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new WrongInstallation("ajour.helseid.login.secret-file: " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "); check path and permissions");
        }
    }
}
