package no.ajour.helseid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import no.ajour.http.ApiFixture;
import no.ajour.tenant.Tenant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class AssertionDetailsTest {

    @Test
    void multi_tenant_names_the_parent() {
        assertThat(json("multi", null)).isEqualTo(expected("urn:oid:1.0.6523", "NO:ORGNR:999988881"));
    }

    @Test
    void multi_tenant_names_parent_and_child() {
        assertThat(json("multi", "999988883")).isEqualTo(expected("urn:oid:1.0.6523", "NO:ORGNR:999988881:999988883"));
    }

    @Test
    void single_tenant_names_its_child() {
        assertThat(json("single", "999988883")).isEqualTo(expected("urn:oid:2.16.578.1.12.4.1.4.101", "999988883"));
    }

    @Test
    void single_tenant_without_a_child_says_nothing() {
        assertThat(json("single", null)).isEqualTo("null");
    }

    private static String json(String tenancy, @Nullable String child) {
        var settings =
                ApiFixture.bind("ajour.helseid", HelseIdSettings.class, Map.of("ajour.helseid.tenancy", tenancy));
        var tenant = new Tenant("999988881", "Lillevik", child, Tenant.Acknowledge.JOURNALED);
        return sorted(new JsonMapper().writeValueAsString(new AssertionDetails(settings).of(tenant)));
    }

    private static String expected(String system, String value) {
        return sorted("""
                {
                  "type": "helseid_authorization",
                  "practitioner_role": { "organization": { "identifier": {
                    "system": "%s", "type": "ENH", "value": "%s" } } } }
                """.formatted(system, value));
    }

    /** One spelling for equal JSON. */
    private static String sorted(String json) {
        var mapper = JsonMapper.builder()
                .enable(tools.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
        return mapper.writeValueAsString(mapper.readValue(json, Object.class));
    }
}
