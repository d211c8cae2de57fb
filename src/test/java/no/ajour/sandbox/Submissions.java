package no.ajour.sandbox;

import java.util.Optional;

/** The WriteAPI's judgement of a submission, without a call. */
public final class Submissions {
    private Submissions() {}

    /** Why it would be refused; empty if it would be taken. */
    public static Optional<String> refusal(String type, String body) {
        try {
            new SubmissionCheck(new JftBehaviour()).read(type, body);
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(e.reason());
        }
    }
}
