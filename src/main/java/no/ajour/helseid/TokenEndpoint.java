package no.ajour.helseid;

import java.util.ArrayList;
import java.util.List;
import no.ajour.failure.TryLater;
import no.ajour.helseid.BackChannel.Field;
import no.ajour.http.TokenScheme;

/** Client credentials at HelseID's token endpoint (RFC 6749 section 4.4): the installation's own tokens. */
final class TokenEndpoint {
    private final Discovery discovery;
    private final AssertionDetails details;
    private final DpopProofs proofs;
    private final TokenAnswer answer;
    private final BackChannel channel;

    TokenEndpoint(HelseIdSettings settings, Discovery discovery, DpopProofs proofs, BackChannel channel) {
        this.discovery = discovery;
        this.details = new AssertionDetails(settings);
        this.proofs = proofs;
        this.answer = new TokenAnswer(settings.renewalMargin());
        this.channel = channel;
    }

    /**
     * Asks for a token.
     *
     * @throws TryLater if HelseID cannot be reached or fails
     * @throws TokenRefused if it refuses, or gives another token than was asked for
     * @throws no.ajour.failure.WrongInstallation if its metadata or certificate are not as they should be
     */
    AccessToken fetch(TokenOrder order) {
        Metadata metadata = discovery.metadata();
        String what = "HelseID: " + order;
        DpopProofs bound = order.scheme() == TokenScheme.DPOP ? proofs : null;
        var post = new BackChannel.Post(
                what, metadata.tokenEndpoint(), metadata.issuer(), details.of(order.tenant()), fields(order), bound);
        return channel.send(
                post,
                (sent, response) -> answer.check(order, bound, sent, TokenAnswer.parse(what, response)),
                (status, error, remark) -> Refusal.of(order, status, error, remark));
    }

    private static List<Field> fields(TokenOrder order) {
        var fields = new ArrayList<Field>();
        fields.add(new Field("grant_type", "client_credentials"));
        fields.add(new Field("scope", order.scope()));
        if (order.audience() != null) {
            fields.add(new Field("resource", order.audience()));
        }
        return fields;
    }
}
