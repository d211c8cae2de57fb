package no.ajour.helseid;

import no.ajour.failure.WrongInstallation;
import no.ajour.tenant.Tenant;

/** Why there is no token of a person for a tenant, and how to log in again. */
final class SessionOver {
    private SessionOver() {}

    static WrongInstallation nobody(TokenOrder order) {
        return failure(
                "ajour.apis." + order.api() + " needs a person's session, and nobody is logged in for "
                        + order.tenant(),
                order.tenant());
    }

    /** @param how the sentence's end */
    static WrongInstallation ended(Tenant tenant, String how) {
        return failure("The HelseID session for " + tenant + " " + how, tenant);
    }

    static String unreadable() {
        return "was stored by another installation, client or key, or for another tenant, or was changed, and cannot be"
                + " opened";
    }

    static String command(Tenant tenant) {
        return "ajour login --tenant " + tenant.orgnr();
    }

    private static WrongInstallation failure(String what, Tenant tenant) {
        return new WrongInstallation(what + "; log in with: " + command(tenant));
    }
}
