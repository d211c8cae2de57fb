package no.ajour.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttachmentTest {
    @Test
    void hash_is_read_in_base64_in_hexadecimal_and_the_one_in_the_other() {
        var hex = "0102030405060708090a0b0c0d0e0f1011121314";

        assertThat(Attachment.hash("AQIDBAUGBwgJCgsMDQ4PEBESExQ=")).isEqualTo(hex);
        assertThat(Attachment.hash(hex)).isEqualTo(hex);
        assertThat(Attachment.hash(java.util.Base64.getEncoder().encodeToString(hex.getBytes(UTF_8))))
                .isEqualTo(hex);
        assertThat(Attachment.hash("2jmj7l5rSw0yVb/vlWAYkK/YBwk=")).isNull();
        assertThat(Attachment.hash("")).isNull();
        assertThat(Attachment.hash("nonsense")).isNull();
    }
}
