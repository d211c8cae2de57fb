package no.ajour.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import no.ajour.testing.Installation;
import no.ajour.testing.PeopleLogin;
import no.ajour.testing.Postgres;
import no.ajour.testing.SideBySide;

/**
 * Two days of Ajour, on the embedded database and the sandbox: the commands that an operator would give, what they print,
 * and afterwards both sides' books side by side.
 */
public final class Demo {
    private static final String MYRDAL = "310000035";

    private final PrintStream out;
    private final Installation ajour;
    private final World world;

    private Demo(PrintStream out, Installation ajour) {
        this.out = out;
        this.ajour = ajour;
        this.world = new World(ajour.sandbox(), ajour.database());
    }

    public static void main(String[] args) throws IOException {
        // A newcomer's Docker engine has no image of PostgreSQL; the embedded server is here already.
        System.setProperty("ajour.test.postgres", "embedded");
        // Exits by itself: the embedded database and pools have threads of their own.
        System.exit(run(new PrintStream(System.out, true, StandardCharsets.UTF_8)) ? 0 : 1);
    }

    /** Returns whether the books agree. */
    public static boolean run(PrintStream out) throws IOException {
        long begun = System.nanoTime();
        try (var installation = Installation.of(Postgres.emptyDatabase(), municipalities())) {
            installation
                    .set("logging.level.no.ajour", "warn")
                    .set("ajour.http.ehr-system", "Journal 4.2")
                    .set("ajour.jobs.health-indicators.enabled", "true")
                    .set("ajour.jobs.health-indicators.polling-agreed-with-nhn", "true")
                    .set("ajour.jobs.health-indicators.tenants", "310000019")
                    .set("ajour.apis.kjernejournal.requests-per-second", "0")
                    .set("ajour.jobs.document-references.enabled", "true")
                    .set("ajour.jobs.document-references.tenants", MYRDAL)
                    .set("ajour.apis.phr.requests-per-second", "0");
            boolean agree = new Demo(out, installation).twoDays();
            out.printf(
                    "%nThat took %d seconds.%n%n",
                    Duration.ofNanos(System.nanoTime() - begun).toSeconds());
            out.println(AFTERWARDS);
            return agree;
        }
    }

    private static Map<String, String> municipalities() {
        var all = new LinkedHashMap<String, String>();
        all.put("310000019", "Lykkeby");
        all.put("310000027", "Fjordvik");
        all.put(MYRDAL, "Myrdal");
        return all;
    }

    private boolean twoDays() {
        heading("Day one: an empty database, three municipalities, everyone new");
        command("migrate");
        command(
                "patients",
                "import",
                ajour.write("patients.csv", world.patientLists()).toString());
        world.firstEvents();
        command("run", "digital-active");
        command("run", "journal-events");
        out.printf("%n-- The EHR journals %d events: select ajour.mark_journaled(...)%n", world.ehrJournals(400));
        command("run", "acknowledgements");
        out.printf("%n-- Lykkeby alone has agreed with NHN that Kjernejournal is asked%n");
        command("run", "health-indicators");

        out.println();
        out.println("-- Somebody in Myrdal logs in at HelseID, for PHR wants a person's token");
        show("login --tenant " + MYRDAL, new PeopleLogin(ajour).logIn(MYRDAL));
        command("run", "document-references");

        heading("Day two: some changes, a new patient, late and repeated events, a broken record");
        command("patients", "import", ajour.write("new.csv", world.newPatient()).toString());
        world.secondDay();
        command("run", "digital-active");
        out.printf("%n-- The EHR of Fjordvik submits %d events: select ajour.queue_event(...)%n", world.ehrSubmits(4));
        command("run", "outgoing-events");
        out.println();
        out.println("-- They come back with the others, for Fjordvik's own EHR to journal");
        command("run", "journal-events");
        out.printf("%n-- The EHR journals %d events%n", world.ehrJournals(100));
        command("run", "acknowledgements");

        out.println();
        out.println("-- JFT has given the events that were acknowledged a new lastUpdated");
        command("run", "journal-events");
        out.println();
        out.println("-- Kjernejournal and PHR are asked about those alone whom something has happened to");
        command("run", "health-indicators");
        out.printf("%n-- The EHR of Myrdal wants to open a document: select ajour.request_document(...)%n");
        long document = world.ehrRequestsDocument();
        command("run", "document-references");
        out.printf("%n-- ajour.documents has it: %s%n", world.document(document));

        heading("Nothing new since: no refresh, no acknowledgement, no row written");
        command("run", "digital-active");
        command("run", "journal-events");
        command("run", "acknowledgements");
        command("run", "health-indicators");
        command("run", "outgoing-events");
        out.println();
        out.println("-- At HelseID somebody has ended the session meanwhile");
        ajour.sandbox().helseId().logins().endAll();
        world.ehrRequestsDocument();
        command("run", "document-references");

        command("status");
        heading("Both sides' books");
        return new SideBySide(
                        ajour.sandbox(), ajour.database(), municipalities().keySet())
                .print(out);
    }

    private void heading(String text) {
        out.printf("%n=== %s%n", text);
    }

    private void command(String... arguments) {
        var shown = Arrays.stream(arguments).map(Demo::withoutFolder).toList();
        show(String.join(" ", shown), ajour.ajour(arguments));
    }

    private void show(String command, Installation.Result result) {
        out.printf("%n$ ajour %s%n", command);
        out.print(result.out());
        out.print(result.err());
    }

    private static String withoutFolder(String argument) {
        return argument.substring(argument.lastIndexOf('/') + 1);
    }

    private static final String AFTERWARDS = """
            With a PostgreSQL of your own and the sandbox left out:

              mvn -DskipTests package
              export SPRING_DATASOURCE_URL=jdbc:postgresql://localhost:5432/ehr
              export SPRING_DATASOURCE_USERNAME=ajour SPRING_DATASOURCE_PASSWORD=...
              export AJOUR_ENVIRONMENT=test
              java -jar target/ajour-0.1.0.jar migrate
              java -jar target/ajour-0.1.0.jar status

            README.md names the settings for HelseID, Helsenorge and JFT.""";
}
