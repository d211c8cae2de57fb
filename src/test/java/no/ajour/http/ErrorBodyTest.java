package no.ajour.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'invalid','diagnostics':'KJF-000123'},"
                        + "{'code':'x','details':{'text':'second'}}]} | invalid | KJF-000123; second",
                "{'resourceType':'OperationOutcome'} | | ``",
                "{'type':'https://a/b','title':'Bad','status':400,'detail':'No such'} | https://a/b | Bad: No such",
                "{'type':'about:blank','title':'Bad','errors':{'cursor':['01810112345']}} | | Bad (cursor)",
                "{'Code':'SEC-110000','Message':'Token is expired or invalid'} | SEC-110000 | Token is expired or invalid",
                "{'message':'fnr 01810112345'} | | fnr ***",
                "{'error':'invalid_scope','error_description':'no'} | invalid_scope | no",
                "{'error':{'code':5}} | | JSON of an unknown form with the members error",
                "{'resourceType':'Patient','name':'Kari'} | | JSON of an unknown form with the members name, resourceType",
                "{'01810112345':'x'} | | JSON of an unknown form with the members ***",
                "[1] | | JSON that is not an object",
                "'just text' | | just text",
                "<html><style>p{}</style><h1>502</h1> Bad&nbsp;gateway</html> | | 502 Bad&nbsp;gateway",
                "{'Code':'SEC | | JSON that is cut or malformed",
                "`` | | ``"
            })
    void tells_code_and_message_by_content(String body, String code, String message) {
        ApiError error = parse(body.replace('\'', '"'));
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.message()).isEqualTo(message);
    }

    @Test
    void cuts_a_long_message_short() {
        assertThat(parse("x".repeat(50_000)).message()).hasSize(301);
    }

    @Test
    void survives_any_bytes_and_any_depth() {
        assertThat(ErrorBody.parse(new byte[] {(byte) 0xff, 0, (byte) 0xfe, 7}, StandardCharsets.UTF_8)
                        .code())
                .isNull();
        assertThat(parse("[".repeat(60_000)).code()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<", "<script>", "<style "})
    void takes_no_longer_for_tags_that_are_never_closed(String tag) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> parse("x" + tag.repeat(64 * 1024 / tag.length())));
    }

    private static ApiError parse(String body) {
        return ErrorBody.parse(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
