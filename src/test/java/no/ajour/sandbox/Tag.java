package no.ajour.sandbox;

/** One {@code meta.tag}. */
public record Tag(String system, String code) {}
