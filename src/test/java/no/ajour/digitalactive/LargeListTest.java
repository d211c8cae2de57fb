package no.ajour.digitalactive;

import static no.ajour.digitalactive.World.A;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import no.ajour.sandbox.SyntheticNin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mvn -Pscale verify} takes a million patients and twice as many in the list; otherwise a third, in three quarters of the heap. */
class LargeListTest {
    private static final boolean FULL = Integer.getInteger("scale.rows", 0) >= 1_000_000;
    private static final int LOCAL = FULL ? 1_000_000 : 300_000;
    private static final int LISTED = 2 * LOCAL;
    private static final int COMMON = LOCAL / 5;
    private static final String HEAP = FULL ? "-Xmx128m" : "-Xmx96m";
    private static final int NUMBERS_A_STATEMENT = 50_000;

    @Test
    void list_larger_than_the_heap_is_taken_in(@TempDir Path folder) throws Exception {
        try (var world = new World(InstantSource.system())) {
            listPatients(world);
            world.sql
                    .sql("""
                    with run as (insert into ajour.run (job, tenant, token) values ('digital-active', 'national', 0)
                                 returning id)
                    insert into ajour.position (job, tenant, name, value, run_id)
                    select 'digital-active', 'national', 'offset', ?, id from run
                    """)
                    .param(Instant.now().minus(Duration.ofDays(1)).toString().substring(0, 19) + ".00000Z")
                    .update();
            world.sandbox.helsenorge().offsetLast(true);
            world.sandbox.helsenorge().changed(() -> numbers(LOCAL - COMMON, LISTED));

            var output = folder.resolve("output");
            var process = new ProcessBuilder(command(world))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();

            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
            assertThat(world.sql
                            .sql("select count(*) from ajour.refresh_request where reason = 'changed'")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(COMMON);
            assertThat(world.sql.sql("""
                            select balance ->> 'received' || ' ' || (balance ->> 'matched') from ajour.run
                            where state = 'completed'
                            """).query(String.class).single()).isEqualTo(LISTED + " " + COMMON);
            assertThat(world.sql
                            .sql("select value from ajour.position")
                            .query(String.class)
                            .single())
                    .isEqualTo(world.sandbox.book().changeLists().getLast().offsetOut());
            assertThat(world.sandbox.book().violations()).isEmpty();
        }
    }

    // In no order, each once, in a month that no real number has. Their check digits do not matter here.
    private static LongStream numbers(int first, int count) {
        return LongStream.range(first, first + count).map(index -> 1_810_000_000L + index * 7_368_787 % 10_000_000);
    }

    private static void listPatients(World world) {
        world.list(A, List.of(SyntheticNin.number(5)));
        // The rows are right, and a check of each foreign key would take longer than all the rest.
        world.sql.sql("alter table ajour.patient disable trigger all").update();
        for (int first = 0; first < LOCAL; first += NUMBERS_A_STATEMENT) {
            world.sql
                    .sql("""
                    insert into ajour.patient (tenant_id, nin)
                    select t.id, lpad(number::text, 11, '0') from ajour.tenant t, unnest(?) as g (number) where t.orgnr = ?
                    """)
                    .params(numbers(first, NUMBERS_A_STATEMENT).toArray(), A)
                    .update();
        }
        world.sql.sql("alter table ajour.patient enable trigger all").update();
    }

    private static List<String> command(World world) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(
                List.of(java, HEAP, "-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path")));
        command.add(LargeListMain.class.getName());
        world.properties().forEach((name, value) -> command.add(name + "=" + value));
        return command;
    }
}
