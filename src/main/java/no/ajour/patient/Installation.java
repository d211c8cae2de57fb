package no.ajour.patient;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whether this installation has to do with real persons. There is no default: the wrong guess either fills a test system
 * with real patients or a production system with invented ones.
 *
 * @param environment the setting {@code ajour.environment}
 */
@ConfigurationProperties("ajour")
public record Installation(Environment environment) {

    /** Real persons only, or synthetic ones only. */
    public enum Environment {
        PRODUCTION,
        TEST
    }

    public Installation(@Nullable Environment environment) {
        if (environment == null) {
            throw new IllegalArgumentException("ajour.environment is not set; set it to production (real persons only)"
                    + " or test (synthetic persons only)");
        }
        this.environment = environment;
    }
}
