package no.ajour.helseid;

/** How the client is registered at HelseID: for one organisation, or for many that have delegated to it in Altinn. */
public enum Tenancy {
    SINGLE,
    MULTI
}
