package no.ajour.sandbox;

import org.jspecify.annotations.Nullable;

/** Whom a client acts for: {@code orgnr_parent} and, where one was asked for, {@code orgnr_child}. */
record Organisation(String parent, @Nullable String child) {}
