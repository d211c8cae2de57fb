package no.ajour.session;

import java.util.List;
import java.util.stream.Stream;
import no.ajour.fuzz.Parser;

/** What is read of the table of sessions, for the fuzzer. */
public final class SessionParsers {
    private static final String TENANT = "999988881";

    private SessionParsers() {}

    public static Stream<Parser> all() {
        var vault = new Vault(new byte[32], "client");
        var sealed = vault.seal(TENANT, new Secrets("token", "{\"kty\":\"EC\"}", "Kari"));
        return Stream.of(Parser.of("sealed session", List.of(sealed.bytes()), (input, made) -> {
                    made.shown(vault.open(TENANT, new Sealed(input)).toString());
                })
                .refusing(Unreadable.class));
    }
}
