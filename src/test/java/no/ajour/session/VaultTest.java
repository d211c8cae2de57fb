package no.ajour.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is sealed opens for the same tenant, client and secret, and nowhere else. */
class VaultTest {
    private static final Secrets SECRETS = new Secrets("the-refresh-token", "{\"kty\":\"EC\"}", "GRØNN VITS");

    private final Vault vault = new Vault(secret(1), "client");

    @Test
    void what_was_sealed_opens_again() throws Unreadable {
        assertThat(vault.open("310000019", vault.seal("310000019", SECRETS))).isEqualTo(SECRETS);
        assertThat(new Vault(secret(1), "client").open("310000019", vault.seal("310000019", SECRETS)))
                .isEqualTo(SECRETS);
    }

    @Test
    void it_does_not_open_for_another_tenant_client_or_secret() {
        var sealed = vault.seal("310000019", SECRETS);

        assertThatThrownBy(() -> vault.open("310000027", sealed)).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> new Vault(secret(1), "other").open("310000019", sealed))
                .isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> new Vault(secret(2), "client").open("310000019", sealed))
                .isInstanceOf(Unreadable.class);
    }

    @Test
    void it_does_not_open_when_any_byte_was_changed_or_the_end_is_missing() {
        byte[] bytes = vault.seal("310000019", SECRETS).bytes();

        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> vault.open("310000019", new Sealed(changed)))
                    .as("byte %d", i)
                    .isInstanceOf(Unreadable.class);
        }
        for (int length : new int[] {0, 1, 29, bytes.length - 1}) {
            assertThatThrownBy(() -> vault.open("310000019", new Sealed(Arrays.copyOf(bytes, length))))
                    .isInstanceOf(Unreadable.class);
        }
    }

    @Test
    void nothing_of_it_shows_and_no_two_are_alike() {
        byte[] one = vault.seal("310000019", SECRETS).bytes();

        assertThat(new String(one, StandardCharsets.ISO_8859_1)).doesNotContain("refresh", "kty", "VITS");
        assertThat(vault.seal("310000019", SECRETS).bytes()).isNotEqualTo(one);
        assertThat(SECRETS).hasToString("a session's secrets");
    }

    private static byte[] secret(int fill) {
        var secret = new byte[32];
        Arrays.fill(secret, (byte) fill);
        return secret;
    }
}
