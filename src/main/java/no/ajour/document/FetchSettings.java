package no.ajour.document;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Which documents are fetched (ITI-68), and where they are kept.
 *
 * @param which of those that are found
 * @param path of documents whose reference gives no address that can be used, below the API's base URL
 * @param folder where they are kept; null: in the database
 * @param largest bytes of a document; a larger one is a dead letter
 * @param partSize bytes held in memory at a time
 * @param tries how often PHR may give no answer, each time after a longer while, before a document is a dead letter
 * @param pause before a document is asked for again, the first time; then twice as long each time
 */
record FetchSettings(
        @DefaultValue("requested") Which which,
        @DefaultValue("/mhd/document") String path,
        @Nullable Path folder,
        @DefaultValue("100MB") DataSize largest,
        @DefaultValue("1MB") DataSize partSize,
        @DefaultValue("6") int tries,
        @DefaultValue("5m") Duration pause) {

    /** Which documents are fetched. */
    enum Which {
        /** Those that an EHR has asked for. */
        REQUESTED,
        /** Those too, and every one that is found, which may be years of a municipality's patients' journals. */
        ALL,
        /** None; requests wait. */
        NONE
    }

    FetchSettings {
        folder = folder == null || folder.toString().isBlank() ? null : folder.toAbsolutePath();
        require(path.startsWith("/"), "path must begin with /");
        // PostgreSQL keeps up to 1 GB in a value, and makes it in memory.
        require(largest.toBytes() >= 1 && largest.toBytes() <= 512L << 20, "largest must be from 1B to 512MB");
        require(partSize.toBytes() >= 1024 && partSize.toBytes() <= 8 << 20, "part-size must be from 1KB to 8MB");
        require(tries >= 1, "tries must be at least 1");
        require(pause.isPositive(), "pause must be longer than nothing, such as 5m");
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(DocumentSettings.PREFIX + "fetch." + message);
        }
    }
}
