package no.ajour.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Nonces given out (RFC 9449 section 8), each good for any number of proofs while it lives. */
final class Nonces {
    private final Duration life;
    private final Map<String, Instant> issued = new ConcurrentHashMap<>();

    Nonces(Duration life) {
        this.life = life;
    }

    String issue(String nonce, Instant now) {
        issued.values().removeIf(time -> time.isBefore(now.minus(life)));
        issued.put(nonce, now);
        return nonce;
    }

    boolean isGood(String nonce, Instant now) {
        Instant time = issued.get(nonce);
        return time != null && !time.isBefore(now.minus(life));
    }
}
