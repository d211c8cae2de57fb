package no.ajour.doctor;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import no.ajour.failure.Failure;
import no.ajour.failure.Redaction;
import no.ajour.failure.WrongInstallation;
import no.ajour.settings.WrongSetting;
import org.springframework.beans.BeansException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/** The program's parts, each made when a check asks for it. */
final class Parts {
    private static final String OURS = "no.ajour.";
    private static final int LONGEST = 400;

    private final ConfigurableApplicationContext program;

    Parts(ConfigurableApplicationContext program) {
        this.program = program;
    }

    /** @throws WrongInstallation if it cannot be made */
    <T> T get(Class<T> type) {
        try {
            return program.getBean(type);
        } catch (BeansException e) {
            throw new WrongInstallation(why(e));
        }
    }

    InstantSource clock() {
        return get(InstantSource.class);
    }

    /** Every settings record of the program, by prefix. */
    List<Class<?>> settings() {
        var types = new ArrayList<Class<?>>();
        for (String name : program.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            Class<?> type = program.getType(name);
            if (type != null && type.getName().startsWith(OURS)) {
                types.add(type);
            }
        }
        types.sort(Comparator.comparing(Settings::prefix).thenComparing(Class::getName));
        return types;
    }

    /** Makes every part that has not been made, and says why some cannot be, each reason once. */
    Set<String> make() {
        var reasons = new LinkedHashSet<String>();
        for (String name : program.getBeanDefinitionNames()) {
            Class<?> type = program.getType(name, false);
            if (type != null && ClassUtils.getUserClass(type).getName().startsWith(OURS)) {
                try {
                    program.getBean(name);
                } catch (BeansException e) {
                    reasons.add(why(e));
                }
            }
        }
        return reasons;
    }

    private String why(BeansException thrown) {
        Throwable root = thrown;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure failure) {
                return String.valueOf(failure.getMessage());
            }
            if (cause instanceof BindException wrong) {
                return Redaction.of(WrongSetting.explain(wrong, program.getEnvironment()), LONGEST);
            }
            root = cause;
        }
        return Redaction.of(root.getMessage(), LONGEST);
    }
}
