package no.ajour.helseid;

import no.ajour.http.ApiSettings;
import no.ajour.http.Credentials;
import no.ajour.http.HttpClients;
import no.ajour.http.Timing;
import no.ajour.session.Sessions;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires HelseID as the source of access tokens. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({HelseIdSettings.class, LoginSettings.class})
public class HelseIdConfiguration {

    @Bean
    Sessions userSessions(JdbcClient jdbc) {
        return new Sessions(jdbc);
    }

    @Bean
    Credentials helseIdCredentials(
            HelseIdSettings settings, LoginSettings login, HttpClients clients, Timing timing, Sessions sessions) {
        return new HelseIdCredentials(settings, login, clients, timing, sessions);
    }

    @Bean
    UserLogin userLogin(
            HelseIdSettings settings,
            LoginSettings login,
            ApiSettings apis,
            HttpClients clients,
            Timing timing,
            Sessions sessions) {
        return new UserLogin(settings, login, apis, clients, timing, sessions);
    }

    @Bean
    SessionStates sessionStates(HelseIdSettings settings, LoginSettings login, Sessions sessions, Timing timing) {
        return new SessionStates(settings, login, sessions, timing);
    }
}
