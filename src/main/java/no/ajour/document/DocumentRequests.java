package no.ajour.document;

import java.net.URI;
import java.util.regex.Pattern;
import no.ajour.failure.WrongRecord;
import no.ajour.http.ApiRequest;
import no.ajour.http.Links;
import no.ajour.tenant.Tenant;
import okhttp3.HttpUrl;
import org.springframework.util.StringUtils;

/**
 * The requests for documents (MHD, ITI-68): at the address of the reference if that leads to PHR itself, else at the one that
 * PHR documents. The patient's number is in a header alone; an address that has it is not used.
 */
final class DocumentRequests {
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w.+-]{1,100}/[\\w.+-]{1,100}");

    private final HttpUrl base;
    private final Tenant tenant;
    private final FetchSettings settings;
    private final HeaderNames headers;

    DocumentRequests(URI baseUrl, Tenant tenant, DocumentSettings settings) {
        this.base = HttpUrl.get(StringUtils.trimTrailingCharacter(baseUrl.toString(), '/') + "/");
        this.tenant = tenant;
        this.settings = settings.fetch();
        this.headers = settings.headers();
    }

    /** @throws WrongRecord if nothing tells where it is */
    ApiRequest of(Wanted wanted, String eventId) {
        var url = wanted.url() == null ? null : Links.resolve(base, wanted.url());
        var request = url != null && Links.leadsHome(base, url) && !Links.tells(url.toString(), wanted.nin())
                ? ApiRequest.get(wanted.toString(), tenant, url.toString())
                : built(wanted);
        var type = wanted.type() == null ? "" : wanted.type().strip();
        return request.accept(MEDIA_TYPE.matcher(type).matches() ? type + ", */*;q=0.1" : "*/*")
                .header(headers.patientNin(), wanted.nin())
                .header(headers.eventId(), eventId)
                .expecting(403, 404, 406, 410);
    }

    private ApiRequest built(Wanted wanted) {
        var key = wanted.key();
        if (key.repository().isEmpty() || key.community().isEmpty()) {
            throw new WrongRecord(
                    "no-address",
                    "The reference has no address at PHR itself, and not the ids to make one of. No token is sent elsewhere;"
                            + " ask NHN, or fetch the document where the reference points.");
        }
        if ((key.document() + key.repository() + key.community()).contains(wanted.nin())) {
            throw new WrongRecord(
                    "no-address",
                    "The document can be asked for only by an address with the patient's number in it. Ask NHN.");
        }
        return ApiRequest.get(wanted.toString(), tenant, settings.path())
                .query("documentUniqueId", key.document())
                .query("repositoryUniqueId", key.repository())
                .query("homeCommunityId", key.community());
    }
}
