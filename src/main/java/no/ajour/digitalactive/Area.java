package no.ajour.digitalactive;

/** What a citizen can be digitally active for: Volven 7618, the two codes that Helsenorge takes. */
enum Area {
    HELSEHJELP(3, "Helsehjelp"),
    UNGDOM(6, "Ungdom");

    private final int code;
    private final String wireName;

    Area(int code, String wireName) {
        this.code = code;
        this.wireName = wireName;
    }

    static Area of(int code) {
        for (var area : values()) {
            if (area.code == code) {
                return area;
            }
        }
        throw new IllegalArgumentException(
                "ajour.jobs.digital-active.area is " + code + "; set it to 3 (Helsehjelp) or 6 (Ungdom)");
    }

    int code() {
        return code;
    }

    /** The name in requests of the form {@code "omraade":"Helsehjelp"}. */
    String wireName() {
        return wireName;
    }
}
