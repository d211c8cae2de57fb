package no.ajour.patient;

import static no.ajour.patient.Fixture.NORD;
import static no.ajour.patient.Fixture.SYD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import no.ajour.tenant.Tenant;
import no.ajour.testing.SyntheticNumbers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantRegistryTest {

    private final Fixture it = new Fixture();

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void tenant_keeps_its_id_and_takes_its_new_name() {
        short id = it.tenants.id(NORD);
        it.tenants.register(List.of(NORD, SYD));
        it.tenants.register(List.of(new Tenant(NORD.orgnr(), "Nye Nord", null, Tenant.Acknowledge.STORED)));

        assertThat(it.tenants.id(NORD)).isEqualTo(id);
        assertThat(it.jdbc
                        .sql("select name from ajour.tenant order by name")
                        .query(String.class)
                        .list())
                .containsExactly("Nye Nord", "Syd");
    }

    /** There are 32,767 ids, and every run of every job starts with this. */
    @Test
    void registering_again_uses_up_no_ids() {
        for (int run = 0; run < 50; run++) {
            it.tenants.register(List.of(NORD));
        }

        assertThat(it.tenants.id(SYD) - it.tenants.id(NORD)).isEqualTo(1);
    }

    @Test
    void tenant_of_a_transaction_rolled_back_is_registered_again() {
        it.transaction.executeWithoutResult(status -> {
            it.tenants.id(NORD);
            status.setRollbackOnly();
        });

        it.add(NORD, SyntheticNumbers.first(1).getFirst());

        assertThat(it.patients.listedCount(NORD)).isEqualTo(1);
    }
}
