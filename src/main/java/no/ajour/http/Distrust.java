package no.ajour.http;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Why a server's certificate is not trusted. */
enum Distrust {
    EXPIRED("it has expired, or is not valid yet. Check this machine's clock, and tell the server's owner"),
    WRONG_HOST("it belongs to another host name. Check the host name in the configuration"),
    UNKNOWN_AUTHORITY(
            "this machine does not know the authority that issued it. Check the host name in the configuration,"
                    + " and add the authority to the trust store if a proxy inspects TLS");

    private final String why;

    Distrust(String why) {
        this.why = why;
    }

    /** The reason, then what to do. */
    String why() {
        return why;
    }

    /** Null if the failure has to do with something else. */
    static @Nullable Distrust in(IOException failure) {
        Distrust found = null;
        for (Throwable cause = failure; cause instanceof Exception; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return EXPIRED;
            }
            if (cause instanceof SSLPeerUnverifiedException) {
                return WRONG_HOST;
            }
            if (cause instanceof CertificateException) {
                found = UNKNOWN_AUTHORITY;
            }
        }
        return found;
    }
}
