package no.ajour.digitalactive;

import no.ajour.refresh.Answer;
import org.jspecify.annotations.Nullable;

/** Helsenorge's answer. Null: not given. */
record Status(
        boolean self, @Nullable Boolean viaOthers, @Nullable Boolean proxy) implements Answer {}
