package no.ajour.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Seals a session for the table with AES-256-GCM, by a key that HKDF-SHA256 (RFC 5869) derives from a secret of the
 * installation that the database does not have. Tenant and client are sealed in: a row that was copied to another tenant, or to
 * another installation, does not open.
 *
 * <p>Version, salt (16 bytes), nonce (12 bytes), ciphertext with its tag. The salt is new each time, and with it the key.
 */
public final class Vault {
    private static final byte VERSION = 1;
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY = 32;
    private static final byte[] PURPOSE = "ajour user session 1".getBytes(StandardCharsets.US_ASCII);

    private final byte[] secret;
    private final String clientId;
    private final SecureRandom random = new SecureRandom();
    private final JsonMapper json = new JsonMapper();

    /** @param secret at least 32 bytes that nobody can guess */
    public Vault(byte[] secret, String clientId) {
        if (secret.length < KEY) {
            throw new IllegalArgumentException("the secret is shorter than " + KEY + " bytes");
        }
        this.secret = secret.clone();
        this.clientId = clientId;
    }

    /** What opens again for that tenant alone. */
    public Sealed seal(String tenant, Secrets secrets) {
        var head = new byte[1 + SALT + NONCE];
        random.nextBytes(head);
        head[0] = VERSION;
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, head, tenant).doFinal(json.writeValueAsBytes(secrets));
            return new Sealed(ByteBuffer.allocate(head.length + sealed.length)
                    .put(head)
                    .put(sealed)
                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a session could not be sealed", e);
        }
    }

    /**
     * Opens what was sealed.
     *
     * @throws Unreadable if it was not sealed for that tenant and this client, by this secret
     */
    public Secrets open(String tenant, Sealed what) throws Unreadable {
        byte[] sealed = what.bytes();
        int begin = 1 + SALT + NONCE;
        if (sealed.length <= begin || sealed[0] != VERSION) {
            throw new Unreadable();
        }
        try {
            byte[] plain = cipher(Cipher.DECRYPT_MODE, sealed, tenant).doFinal(sealed, begin, sealed.length - begin);
            return json.readValue(plain, Secrets.class);
        } catch (AEADBadTagException | JacksonException e) {
            throw new Unreadable();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a session could not be opened", e);
        }
    }

    private Cipher cipher(int mode, byte[] head, String tenant) throws GeneralSecurityException {
        SecretKey key = KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addSalt(Arrays.copyOfRange(head, 1, 1 + SALT))
                                .addIKM(secret)
                                .thenExpand(PURPOSE, KEY));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, head, 1 + SALT, NONCE));
        // Neither has a line feed in it: no two pairs are written alike.
        cipher.updateAAD((tenant + "\n" + clientId).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
