package no.ajour.command;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Opens the browser of whoever sits at this machine. */
final class Browser {
    private Browser() {}

    /** Whether the system took it; what the browser does with it is not known. */
    static boolean open(URI address) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        var command = system.startsWith("windows")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", address.toString())
                : List.of(system.startsWith("mac") ? "open" : "xdg-open", address.toString());
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
