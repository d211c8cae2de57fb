package no.ajour.helseid;

/** What the person's browser shows in the end, in Norwegian and English. How the login went is told at the terminal. */
enum LandingPage {
    CAME(
            "HelseID har svart. Du kan lukke dette vinduet; resten står i terminalen.",
            "HelseID has answered. You can close this window; the rest is in the terminal."),
    REFUSED(
            "Innloggingen ble ikke fullført. Du kan lukke dette vinduet; grunnen står i terminalen.",
            "The login was not completed. You can close this window; the reason is in the terminal."),
    NOT_OURS(
            "Dette svaret hører ikke til innloggingen som pågår. Start på nytt fra adressen i terminalen.",
            "This answer does not belong to the login under way. Begin again from the address in the terminal."),
    NOTHING("Her er det ingenting.", "There is nothing here.");

    private final String html;

    LandingPage(String norwegian, String english) {
        html = """
                <!doctype html>
                <html lang="nb">
                <head><meta charset="utf-8"><title>Ajour</title></head>
                <body>
                <p>NORWEGIAN</p>
                <p lang="en">ENGLISH</p>
                </body>
                </html>
                """.replace("NORWEGIAN", norwegian).replace("ENGLISH", english);
    }

    String html() {
        return html;
    }
}
