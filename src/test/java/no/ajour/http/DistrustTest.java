package no.ajour.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
