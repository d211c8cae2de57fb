package no.ajour;

public final class Ajour {
    private Ajour() {}

    public static void main(String[] args) {}
}
