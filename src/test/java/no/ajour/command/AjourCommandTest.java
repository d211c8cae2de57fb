package no.ajour.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AjourCommandTest {

    @Test
    void command_that_is_given_is_the_only_one_that_is_looked_at() {
        var all = AjourCommand.commandLine().getSubcommands().keySet();

        assertThat(all).contains("run", "serve", "migrate");
        assertThat(all).allSatisfy(name -> assertThat(AjourCommand.commandLine(name, "--help")
                        .getSubcommands()
                        .keySet())
                .isEqualTo(Set.of(name)));
    }

    @Test
    void anything_else_is_answered_with_all_commands() {
        assertThat(AjourCommand.commandLine("--help").getSubcommands()).hasSizeGreaterThan(10);
        assertThat(AjourCommand.commandLine("rum").getSubcommands()).hasSizeGreaterThan(10);
    }
}
