package no.ajour.metrics;

import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import no.ajour.report.JobStatus;
import no.ajour.report.PositionStatus;
import no.ajour.report.State;

/** The gauges that are read from the tables. Tags are names of jobs, tenants, positions, states and causes: never text. */
enum TableGauge {
    JOB_LAST_SUCCESS("When the job last completed, in seconds since 1970; none if never") {
        @Override
        Stream<Row<Number>> of(JobStatus job, Instant now) {
            return Stream.ofNullable(job.lastSuccess()).map(time -> Row.of(tags(job), time.getEpochSecond()));
        }
    },
    JOB_LATE_SECONDS("For how long the job has been late; 0 if it is not") {
        @Override
        Stream<Row<Number>> of(JobStatus job, Instant now) {
            long late = job.lateSince() == null ? 0 : seconds(job.lateSince(), now);
            return Stream.of(Row.of(tags(job), Math.max(0, late)));
        }
    },
    JOB_STATE("1 for the state that the job is in") {
        @Override
        Stream<Row<Number>> of(JobStatus job, Instant now) {
            return Stream.of(Row.of(tags(job).and("state", job.state().label()), 1));
        }
    },
    RUNNING("1 while a run of the job is under way, in whichever process, else 0") {
        @Override
        Stream<Row<Number>> of(JobStatus job, Instant now) {
            return Stream.of(Row.of(tags(job), job.state() == State.RUNNING ? 1 : 0));
        }
    },
    POSITION_AGE_SECONDS("How long ago the time was that the job has read the API up to") {
        @Override
        Stream<Row<Number>> of(JobStatus job, Instant now) {
            return job.positions().stream()
                    .map(position -> Row.of(tags(job, position), Math.max(0, seconds(position.asOf(), now))));
        }
    },
    POSITION_LIMIT_SECONDS("The age from which on changes may have been missed; none where age does no harm") {
        @Override
        Stream<Row<Number>> of(JobStatus job, Instant now) {
            return job.positions().stream()
                    .filter(position -> position.goodUntil() != null)
                    .map(position -> Row.of(tags(job, position), limit(position)));
        }
    },
    BACKLOG("Records that wait for the next run") {
        @Override
        Stream<Row<Number>> of(JobStatus job, Instant now) {
            return Stream.of(Row.of(tags(job), job.waiting()));
        }
    },
    ACKNOWLEDGEMENTS_UNCONFIRMED("Acknowledgements that were sent and that JFT has not confirmed") {
        @Override
        Stream<Row<Number>> of(JobStatus job, Instant now) {
            return job.job().equals("acknowledgements")
                    ? Stream.of(Row.of(Tags.of("tenant", job.tenant()), job.unconfirmed()))
                    : Stream.empty();
        }
    },
    DEAD_LETTERS("Records that could not be handled, by cause") {
        @Override
        Stream<Row<Number>> of(JobStatus job, Instant now) {
            return job.deadLetters().entrySet().stream()
                    .map(letters -> Row.of(tags(job).and("cause", letters.getKey()), letters.getValue()));
        }
    };

    private final String description;

    TableGauge(String description) {
        this.description = description;
    }

    abstract Stream<Row<Number>> of(JobStatus job, Instant now);

    Iterable<Row<?>> rows(List<JobStatus> jobs, Instant now) {
        return jobs.stream().<Row<?>>flatMap(job -> of(job, now)).toList();
    }

    /** Its name, such as {@code ajour.job.late.seconds}. */
    String meter() {
        return "ajour." + name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    String description() {
        return description;
    }

    private static Tags tags(JobStatus job) {
        return Tags.of("job", job.job(), "tenant", job.tenant());
    }

    private static Tags tags(JobStatus job, PositionStatus position) {
        return tags(job).and("position", position.name());
    }

    private static long limit(PositionStatus position) {
        return position.goodUntil() == null ? 0 : seconds(position.asOf(), position.goodUntil());
    }

    private static long seconds(Instant from, Instant until) {
        return Duration.between(from, until).toSeconds();
    }
}
