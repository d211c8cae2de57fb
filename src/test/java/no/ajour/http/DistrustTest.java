package no.ajour.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import mockwebserver3.MockWebServer;
import no.ajour.failure.WrongInstallation;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes with certificates that the JDK's keytool makes: an authority, and a server's certificate from it. */
class DistrustTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path store;

    DistrustTest(@TempDir Path folder) throws Exception {
        store = folder.resolve("keys.p12");
        keytool("-alias", "authority", "-dname", "CN=Authority", "-ext", "bc:c");
    }

    @Test
    void expired_certificate_is_told() throws Exception {
        issue("dns:localhost", "-startdate", "-10d", "-validity", "3");
        assertThat(failure("authority")).isEqualTo(Distrust.EXPIRED);
    }

    @Test
    void certificate_of_another_host_is_told() throws Exception {
        issue("dns:elsewhere.example");
        assertThat(failure("authority")).isEqualTo(Distrust.WRONG_HOST);
    }

    @Test
    void unknown_authority_is_told() throws Exception {
        issue("dns:localhost");
        keytool("-alias", "other", "-dname", "CN=Other", "-ext", "bc:c");
        assertThat(failure("other")).isEqualTo(Distrust.UNKNOWN_AUTHORITY);
    }

    @Test
    void certificate_that_vouches_for_itself_is_told() throws Exception {
        keytool("-alias", "server", "-dname", "CN=localhost", "-ext", "san=dns:localhost");
        assertThat(failure("authority")).isEqualTo(Distrust.UNKNOWN_AUTHORITY);
    }

    @Test
    void other_failures_are_none() {
        assertThat(Distrust.in(new IOException("cut"))).isNull();
    }

    @Test
    void call_to_a_server_that_is_not_trusted_says_why() throws Exception {
        issue("dns:localhost");
        try (var server = server()) {
            var http = ApiFixture.bind("ajour.http", HttpSettings.class, Map.of());
            var limits = ApiFixture.bind("limits", Limits.class, Map.of());
            var reach = new Reach(new HttpClients(http), limits);
            assertThatThrownBy(() -> reach.ask("jft-read", server.url("/").uri()))
                    .isInstanceOf(WrongInstallation.class)
                    .hasMessageContaining("localhost is not trusted")
                    .hasMessageContaining("authority that issued it");
        }
    }

    @Test
    void server_that_is_not_trusted_is_told_neither_token_nor_number() throws Exception {
        issue("dns:localhost");
        try (var server = server();
                var fixture = new ApiFixture()) {
            Api api = fixture.with("base-url", server.url("/").toString()).api();

            assertThatThrownBy(() -> api.send(ApiRequest.get("search of Bundle", ApiFixture.TENANT, "/v1")))
                    .isInstanceOf(WrongInstallation.class)
                    .hasMessageContaining("localhost is not trusted");

            assertThat(server.getRequestCount()).isZero();
        }
    }

    // Made by hand, since Java's own server would not choose this version either.
    @Test
    void server_that_chooses_tls_1_1_is_told_nothing_and_the_operator_why() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var told = CompletableFuture.supplyAsync(() -> told(server));
            var http = ApiFixture.bind("ajour.http", HttpSettings.class, Map.of());
            var reach = new Reach(new HttpClients(http), ApiFixture.bind("limits", Limits.class, Map.of()));

            var answer = reach.ask("jft-read", URI.create("https://localhost:" + server.getLocalPort()));

            assertThat(answer).isInstanceOfSatisfying(Reach.Answer.Silence.class, silence -> assertThat(silence.why())
                    .contains("no TLS 1.2 or later"));
            // An alert: fatal, protocol_version (RFC 5246 section 7.2).
            assertThat(HexFormat.of().formatHex(told.get(10, TimeUnit.SECONDS))).matches("1503..00020246");
        }
    }

    /** Answers a client's hello with TLS 1.1, and returns what the client says then. */
    private static byte[] told(ServerSocket server) {
        try (var socket = server.accept()) {
            socket.setSoTimeout(5000);
            var in = new DataInputStream(socket.getInputStream());
            in.readNBytes(3);
            in.readNBytes(in.readUnsignedShort());
            var hello = "020000260302" + "ab".repeat(32) + "00" + "c013" + "00";
            socket.getOutputStream().write(HexFormat.of().parseHex("160302%04x".formatted(hello.length() / 2) + hello));
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Distrust failure(String trusted) throws Exception {
        try (var server = server()) {
            var anchors = empty();
            anchors.setCertificateEntry(trusted, keys().getCertificate(trusted));
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(anchors);
            var context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            var client = new OkHttpClient.Builder()
                    .sslSocketFactory(context.getSocketFactory(), (X509TrustManager) factory.getTrustManagers()[0])
                    .build();
            var call = client.newCall(new Request.Builder().url(server.url("/")).build());
            return Objects.requireNonNull(Distrust.in((IOException) catchThrowable(call::execute)));
        }
    }

    private MockWebServer server() throws Exception {
        var own = empty();
        own.setKeyEntry("server", keys().getKey("server", PASSWORD), PASSWORD, keys().getCertificateChain("server"));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        var server = new MockWebServer();
        server.useHttps(context.getSocketFactory());
        server.start();
        return server;
    }

    private KeyStore keys() throws Exception {
        return KeyStore.getInstance(store.toFile(), PASSWORD);
    }

    private static KeyStore empty() throws Exception {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        return empty;
    }

    private void issue(String host, String... validity) throws Exception {
        var rest = Stream.of("-alias", "server", "-signer", "authority", "-dname", "CN=Server", "-ext", "san=" + host);
        keytool(Stream.concat(rest, Stream.of(validity)).toArray(String[]::new));
    }

    private void keytool(String... arguments) throws Exception {
        var program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = new ArrayList<>(List.of(program, "-genkeypair", "-keyalg", "EC", "-keystore", store.toString()));
        command.addAll(List.of("-storepass", new String(PASSWORD)));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
