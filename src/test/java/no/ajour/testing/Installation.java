package no.ajour.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import no.ajour.command.AjourCommand;
import no.ajour.sandbox.HelsenorgeSandbox;
import no.ajour.sandbox.JftSandbox;
import no.ajour.sandbox.KjernejournalSandbox;
import no.ajour.sandbox.PhrSandbox;
import no.ajour.sandbox.Sandbox;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * Ajour as an operator has it: a database, a folder with settings and a key, commands with their output; and the sandbox
 * in place of the national APIs.
 */
public final class Installation implements AutoCloseable {

    /**
     * What a command did.
     *
     * @param out what it printed to standard output
     * @param err what it printed to standard error, the log left out
     */
    public record Result(int exitCode, String out, String err) {}

    private static final String CLIENT = "5d7c1a3e-demo-client";

    private static final AtomicInteger WRITTEN = new AtomicInteger();

    private final Path folder;
    private final HikariDataSource database;
    private final Sandbox sandbox;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<AjourProcess> processes = new ArrayList<>();
    private List<String> java = List.of();

    private Installation(Path folder, HikariDataSource database, Sandbox sandbox) {
        this.folder = folder;
        this.database = database;
        this.sandbox = sandbox;
    }

    /**
     * Sets one up for some municipalities.
     *
     * @param database with or without the schema
     * @param municipalities organisation number to name
     */
    public static Installation of(HikariDataSource database, Map<String, String> municipalities) {
        try {
            var installation = new Installation(
                    Files.createTempDirectory("ajour"), database, Sandbox.start(InstantSource.system()));
            installation.configure(municipalities);
            return installation;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void configure(Map<String, String> municipalities) throws IOException {
        ECKey key = key();
        Files.writeString(folder.resolve("client.jwk"), key.toJSONString());
        sandbox.helseId()
                .register(
                        CLIENT,
                        key.toPublicJWK(),
                        Set.of(
                                JftSandbox.SCOPE,
                                HelsenorgeSandbox.CHANGES_SCOPE,
                                HelsenorgeSandbox.CHECK_SCOPE,
                                HelsenorgeSandbox.AREA_SCOPE,
                                KjernejournalSandbox.SCOPE,
                                PhrSandbox.SEARCH_SCOPE,
                                PhrSandbox.REGULATION_SCOPE,
                                PhrSandbox.DOCUMENT_SCOPE),
                        true,
                        municipalities.keySet());
        set("spring.datasource.url", database.getJdbcUrl());
        set("spring.datasource.username", database.getUsername());
        set("spring.datasource.password", database.getPassword());
        set("ajour.environment", "test");
        int number = 0;
        for (var municipality : municipalities.entrySet()) {
            set("ajour.tenants[" + number + "].orgnr", municipality.getKey());
            set("ajour.tenants[" + number + "].name", municipality.getValue());
            number++;
        }
        set("ajour.helseid.issuer", sandbox.url(Sandbox.HELSEID).toString());
        set("ajour.helseid.client-id", CLIENT);
        set("ajour.helseid.key-file", folder.resolve("client.jwk").toString());
        for (var api : List.of(Sandbox.JFT_READ, Sandbox.JFT_WRITE, Sandbox.HELSENORGE, Sandbox.KJERNEJOURNAL)) {
            set("ajour.apis." + api + ".base-url", sandbox.url(api).toString());
        }
        set("ajour.apis.phr.base-url", sandbox.url(Sandbox.PHR).toString());
        set("ajour.apis.phr-documents.base-url", sandbox.url(Sandbox.PHR).toString());
        set("ajour.apis.helsenorge.scope", HelsenorgeSandbox.CHANGES_SCOPE + " " + HelsenorgeSandbox.CHECK_SCOPE);
    }

    /** Adds or replaces a setting; the next command has it. */
    public Installation set(String property, String value) {
        settings.put(property, value);
        return this;
    }

    /** Takes a setting away. */
    public Installation unset(String property) {
        settings.remove(property);
        return this;
    }

    /** More arguments for Java, which processes that start from now on have. */
    public Installation java(List<String> arguments) {
        java = List.copyOf(arguments);
        return this;
    }

    public String databaseUrl() {
        return database.getJdbcUrl();
    }

    /** Where its settings and its key are; commands in processes of their own work in it. */
    public Path folder() {
        return folder;
    }

    /** A file in the installation's folder. */
    public Path write(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a command to Ajour, as on a command line. */
    public Result ajour(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = configured(
                () -> AjourCommand.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments));
        return new Result(exitCode, out.toString(), err.toString());
    }

    /** Does something in this process with the installation's settings in place. */
    public <T> T configured(Supplier<T> work) {
        writeSettings();
        return InstallationSettings.of(folder, work);
    }

    /** Gives a command to Ajour in a process of its own, which works in the installation's folder. */
    public AjourProcess start(String... arguments) {
        return start(AjourProgram.fast().with(java), arguments);
    }

    /** As {@link #start(String...)}, with the program in another form. */
    public AjourProcess start(AjourProgram program, String... arguments) {
        writeSettings();
        var process = AjourProcess.start(program, folder, processes.size(), arguments);
        processes.add(process);
        return process;
    }

    // In one go: another command may be reading it.
    private void writeSettings() {
        var text = settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .collect(Collectors.joining());
        try {
            // Not a temporary file, which only its owner may read: a container's user is another.
            var written = Files.writeString(folder.resolve("settings-" + WRITTEN.incrementAndGet() + ".new"), text);
            Files.move(written, folder.resolve("application.properties"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    /** The database, as the EHR sees it. */
    public JdbcClient database() {
        return JdbcClient.create(database);
    }

    @Override
    public void close() throws IOException {
        processes.forEach(AjourProcess::close);
        sandbox.close();
        database.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("demo").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
