package no.ajour.sandbox;

/** One API behind the {@link Gate}: a later API is one more class of this kind. */
interface Api {
    /** Serves the call, or refuses it with the API's own error answer. */
    Answer handle(Call call) throws Refused;

    /**
     * Checks what the caller presents (token, proof, client assertion) without serving anything. Asked when a fault
     * answers in the API's place, so that a proof or assertion sent once more after the fault is still noticed.
     */
    void inspect(Call call) throws Refused;
}
