package no.ajour.http;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The national APIs of this installation by name, from {@code ajour.apis}.
 *
 * @param apis in use: {@code helsenorge}, {@code jft-read}, {@code jft-write}
 */
@ConfigurationProperties("ajour")
public record ApiSettings(@DefaultValue Map<String, ApiProperties> apis) {
    public ApiSettings {
        apis = Map.copyOf(apis);
    }
}
