package no.ajour.sandbox;

import java.net.URI;
import tools.jackson.databind.json.JsonMapper;

/** HelseID's metadata (OpenID Connect Discovery 1.0), with the end points of helseid.md 1.1. */
final class Discovery {
    private Discovery() {}

    static String document(URI issuer) {
        var json = JsonMapper.shared().createObjectNode();
        json.put("issuer", issuer.toString());
        json.put("jwks_uri", issuer + "/.well-known/openid-configuration/jwks");
        json.put("authorization_endpoint", issuer + "/connect/authorize");
        json.put("token_endpoint", issuer + "/connect/token");
        json.put("pushed_authorization_request_endpoint", issuer + "/connect/par");
        json.put("revocation_endpoint", issuer + "/connect/revocation");
        json.put("end_session_endpoint", issuer + "/connect/endsession");
        json.put("authorization_response_iss_parameter_supported", true);
        json.putArray("response_types_supported").add("code");
        json.putArray("subject_types_supported").add("public");
        json.putArray("id_token_signing_alg_values_supported").add("ES256");
        json.putArray("grant_types_supported")
                .add("authorization_code")
                .add("client_credentials")
                .add("refresh_token");
        json.putArray("token_endpoint_auth_methods_supported").add("private_key_jwt");
        var assertions = json.putArray("token_endpoint_auth_signing_alg_values_supported");
        var proofs = json.putArray("dpop_signing_alg_values_supported");
        DpopProofs.ALGORITHMS.stream().sorted().forEach(algorithm -> {
            assertions.add(algorithm);
            proofs.add(algorithm);
        });
        return json.toString();
    }
}
