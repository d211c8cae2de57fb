package no.ajour.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What {@link SelectOne} does, as a program of Spring Boot's with a pool: the least that Ajour's own stack can do. */
@Configuration(proxyBeanMethods = false)
public class BootAlone {

    public static void main(String[] args) {
        var application = new SpringApplication(BootAlone.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (var context = application.run(args)) {
            System.out.println(context.getBean(JdbcClient.class)
                    .sql("select 1")
                    .query(Integer.class)
                    .single());
        }
    }

    @Bean
    HikariDataSource pool() {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(System.getenv("FLOOR_URL"));
        pool.setUsername(System.getenv("FLOOR_USER"));
        pool.setPassword(System.getenv("FLOOR_PASSWORD"));
        return pool;
    }

    @Bean
    JdbcClient jdbc(HikariDataSource pool) {
        return JdbcClient.create(pool);
    }
}
