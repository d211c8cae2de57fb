package no.ajour.session;

/** {@link Secrets} that only a {@link Vault} opens. */
public final class Sealed {
    private final byte[] bytes;

    Sealed(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }
}
