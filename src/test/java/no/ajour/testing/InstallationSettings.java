package no.ajour.testing;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Gives programs that are started in this JVM the settings of the installation that they are started for, as processes of
 * their own have them from their working directory. It goes by the thread, so that commands of several installations may
 * run side by side.
 */
public final class InstallationSettings implements EnvironmentPostProcessor, Ordered {
    private static final ScopedValue<Path> FOLDER = ScopedValue.newInstance();

    /** Does something in which every program that is started by this thread reads a folder's application.properties. */
    static <T> T of(Path folder, Supplier<T> work) {
        return ScopedValue.where(FOLDER, folder).call(work::get);
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (FOLDER.isBound()) {
            environment
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "installation", Map.of("spring.config.additional-location", "file:" + FOLDER.get() + "/")));
        }
    }

    /** Before the files are looked for. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
