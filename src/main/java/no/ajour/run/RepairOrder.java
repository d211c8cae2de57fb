package no.ajour.run;

import java.time.Instant;
import java.util.List;

/** What an operator wants done again, or looked after. */
public sealed interface RepairOrder {

    /** What its run is begun for. */
    RunKind kind();

    /** Dead letters, by id; those of other jobs and tenants are left alone. */
    record Letters(List<Long> ids) implements RepairOrder {
        public Letters {
            ids = List.copyOf(ids);
        }

        @Override
        public RunKind kind() {
            return RunKind.RETRY;
        }
    }

    /** All there is about one patient, by {@code patient.id}. */
    record Patient(long id) implements RepairOrder {
        @Override
        public RunKind kind() {
            return RunKind.RESYNC;
        }
    }

    /** What has come in or changed since a time. */
    record Since(Instant time) implements RepairOrder {
        @Override
        public RunKind kind() {
            return RunKind.RESYNC;
        }
    }

    /** Everything. */
    record Everything() implements RepairOrder {
        @Override
        public RunKind kind() {
            return RunKind.RESYNC;
        }
    }

    /** What the API has is compared with the tables, and what is missing here is fetched. */
    record Audit() implements RepairOrder {
        @Override
        public RunKind kind() {
            return RunKind.AUDIT;
        }
    }
}
