package no.ajour.helseid;

import no.ajour.failure.WrongInstallation;

/** HelseID gave no token, or another than was asked for. It leaves this package as a {@link WrongInstallation}. */
final class TokenRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String found;
    private final String fix;

    /**
     * @param found continues "a token for API and TENANT"
     * @param fix what to do
     */
    TokenRefused(TokenOrder order, String found, String fix) {
        super("HelseID: " + order + " " + found + ": " + fix);
        this.found = found;
        this.fix = fix;
    }

    String found() {
        return found;
    }

    String fix() {
        return fix;
    }

    WrongInstallation failure() {
        return new WrongInstallation(String.valueOf(getMessage()));
    }
}
