package no.ajour.sandbox;

/** A citizen's Digital Active status: by oneself, through others, and whether a power of attorney was given. */
public record Citizen(boolean self, boolean throughOthers, boolean powerOfAttorney) {
    public static final Citizen ACTIVE = new Citizen(true, false, false);
    public static final Citizen INACTIVE = new Citizen(false, false, false);
}
