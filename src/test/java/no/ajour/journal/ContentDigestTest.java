package no.ajour.journal;

import static org.assertj.core.api.Assertions.assertThat;

import no.ajour.fhir.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentDigestTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":{\"x\":[],\"y\":2}} | { \"b\" : {\"y\":2, \"x\":[]}, \"a\":1 }",
                "{\"meta\":{\"lastUpdated\":\"a\"},\"a\":1} | {\"a\":1,\"meta\":{\"tag\":[]}}",
                "{\"meta\":1,\"a\":\"\\u00e6\"} | {\"a\":\"æ\"}",
            })
    void same_content(String one, String other) {
        assertThat(digest(one)).isEqualTo(digest(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1.50} | {\"a\":1.5}",
                "{\"a\":1} | {\"a\":\"1\"}",
                "{\"a\":null} | {}",
                "{\"a\":null} | {\"a\":\"null\"}",
                "{\"a\":true} | {\"a\":\"true\"}",
                "{\"a\":[1,2]} | {\"a\":[2,1]}",
                "{\"a\":[1,2]} | {\"a\":[12]}",
                "{\"a\":[[1],2]} | {\"a\":[[1,2]]}",
                "{\"a\":{\"meta\":1}} | {\"a\":{\"meta\":2}}",
                "{\"a\":\"b\\\"1:c\"} | {\"a\":\"b\",\"c\":\"\"}",
                "{\"\":1} | {}",
                "{\"a\":{\"\":1}} | {\"a\":{}}",
                "{\"a\":123456789012345678901234567890} | {\"a\":123456789012345678901234567891}",
                "{\"a\":0.1234567890123456789} | {\"a\":0.1234567890123456788}",
            })
    void other_content(String one, String other) {
        assertThat(digest(one)).isNotEqualTo(digest(other));
    }

    @Test
    void digest_is_sha_256() {
        assertThat(digest("{}"))
                .hasSize(64)
                .isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }

    private static String digest(String json) {
        return ContentDigest.of(Json.RESOURCE.readTree(json));
    }
}
