package no.ajour.document;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import no.ajour.failure.WrongInstallation;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Documents as files, those of a tenant in a folder of their own, named {@code DOCUMENT-REQUEST} by surrogate ids. A file has
 * its name only when all of it is on the disk, and it is not written to again: what a row names is whole, however the process
 * ended. Its owner may write, its group may read.
 */
final class DocumentFolder {
    private static final Pattern OURS = Pattern.compile("[0-9]+-[0-9]+(\\.part)?");
    private static final int AT_ONCE = 1000;
    private static final String NAMED = """
            select content_file from ajour.document where content_file = any (:files)
            """;

    private final Path folder;
    private final String orgnr;

    /** @param root the setting */
    DocumentFolder(Path root, Tenant tenant) {
        this.orgnr = tenant.orgnr();
        this.folder = root.resolve(orgnr);
    }

    /** Begins a file. */
    Keeping begin(Wanted wanted) {
        try {
            Files.createDirectories(folder, permissions("rwxr-x---"));
            var name = wanted.document() + "-" + wanted.request();
            var part = folder.resolve(name + ".part");
            Files.deleteIfExists(part);
            Files.createFile(part, permissions("rw-r-----"));
            return new Writing(name, part, FileChannel.open(part, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Deletes files that no row names: of documents fetched anew, forgotten, or never finished. Returns how many. */
    int tidy(JdbcClient jdbc) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        int deleted = 0;
        try (var files = Files.newDirectoryStream(
                folder, file -> OURS.matcher(file.getFileName().toString()).matches())) {
            var some = new ArrayList<String>();
            for (var file : files) {
                some.add(orgnr + "/" + file.getFileName());
                if (some.size() == AT_ONCE) {
                    deleted += delete(jdbc, some);
                    some.clear();
                }
            }
            return deleted + delete(jdbc, some);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private int delete(JdbcClient jdbc, List<String> files) throws IOException {
        var unnamed = new ArrayList<>(files);
        unnamed.removeAll(jdbc.sql(NAMED)
                .param("files", files.toArray(String[]::new))
                .query(String.class)
                .set());
        for (var file : unnamed) {
            Files.deleteIfExists(folder.resolveSibling(file));
        }
        return unnamed.size();
    }

    private static WrongInstallation unusable(IOException e) {
        return new WrongInstallation(DocumentSettings.PREFIX + "fetch.folder cannot be used ("
                + e.getClass().getSimpleName()
                + "). Make it, and let Ajour's user write there; or check that the disk is not"
                + " full");
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private final class Writing implements Keeping {
        private final String name;
        private final Path part;
        private final FileChannel channel;

        Writing(String name, Path part, FileChannel channel) {
            this.name = name;
            this.part = part;
            this.channel = channel;
        }

        @Override
        public void keep(int number, byte[] bytes) {
            try {
                var buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (IOException e) {
                throw unusable(e);
            }
        }

        @Override
        public @Nullable String finish() {
            try {
                channel.force(true);
                channel.close();
                Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                // The name itself; not every system lets a folder be opened.
                try (var names = FileChannel.open(folder)) {
                    names.force(true);
                } catch (IOException e) {
                    return orgnr + "/" + name;
                }
                return orgnr + "/" + name;
            } catch (IOException e) {
                throw unusable(e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
                Files.deleteIfExists(part);
            } catch (IOException e) {
                throw unusable(e);
            }
        }
    }
}
