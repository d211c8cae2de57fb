package no.ajour.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

class InstallationTest {

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}

    @Test
    void programs_of_two_installations_start_side_by_side_each_with_its_own_settings() throws Exception {
        try (var one = installation();
                var other = installation()) {
            var inside = new CountDownLatch(1);
            var settings = new FutureTask<>(() -> other.configured(() -> {
                inside.countDown();
                return databaseOfAProgram();
            }));
            var seen = one.configured(() -> {
                Thread.ofPlatform().daemon().start(settings);
                await(inside);
                return databaseOfAProgram();
            });

            assertThat(seen).isEqualTo(one.databaseUrl());
            assertThat(settings.get(1, TimeUnit.MINUTES)).isEqualTo(other.databaseUrl());
            assertThat(one.databaseUrl()).isNotEqualTo(other.databaseUrl());
        }
    }

    private static Installation installation() {
        return Installation.of(Postgres.freshDatabase(), Map.of("310000019", "Lykkeby"));
    }

    private static String databaseOfAProgram() {
        try (var program = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .run()) {
            return program.getEnvironment().getRequiredProperty("spring.datasource.url");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
