package no.ajour.digitalactive;

import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The names that a status has in answers. Public material contradicts itself, so several are read; an entry with none
 * of those for {@code self} is not understood, which is another thing than not active.
 *
 * @param self active on Helsenorge themselves
 * @param viaOthers active through a parent or by power of attorney
 * @param proxy {@code tildeltFullmakt}
 */
public record AnswerNames(
        @DefaultValue({"erAktivSelv", "erDigitaltAktivSelv", "erDigitaltAktiv"})
        List<String> self,

        @DefaultValue({"erAktivViaAndre", "erDigitaltAktivViaAndre"})
        List<String> viaOthers,

        @DefaultValue("tildeltFullmakt") List<String> proxy) {

    public AnswerNames {
        if (self.isEmpty()) {
            throw new IllegalArgumentException(
                    "ajour.jobs.digital-active.answer.self is empty; name at least one field");
        }
        self = List.copyOf(self);
        viaOthers = List.copyOf(viaOthers);
        proxy = List.copyOf(proxy);
    }
}
