package no.ajour.outgoing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import no.ajour.delivery.DeliveryStage;
import no.ajour.run.JobRunner;
import no.ajour.run.Outcome;
import no.ajour.run.Repair;
import no.ajour.run.RepairOrder;
import no.ajour.sandbox.Book;
import no.ajour.sandbox.JftBehaviour;
import no.ajour.tenant.Tenant;
import no.ajour.tenant.Tenant.Acknowledge;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The job {@code outgoing-events}, and events that it can submit. */
final class Stage extends DeliveryStage {

    /** @param properties settings other than the defaults, {@code name=value} */
    Stage(String... properties) {
        super(OutgoingTestApp.class, "outgoing_event", properties);
    }

    Tenant tenant() {
        return tenant(Acknowledge.JOURNALED);
    }

    /** Queues as many events of all kinds; returns their ids. */
    List<Long> queue(Tenant tenant, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> queue(tenant, "event " + i, events.any(nin(), i)))
                .toList();
    }

    long queue(Tenant tenant, String reference, ObjectNode resource) {
        return queue(tenant, reference, resource.path("resourceType").asString(), resource.toString(), null);
    }

    long queue(Tenant tenant, String reference, String type, String body, @Nullable String sourceSystem) {
        return jdbc.sql("select ajour.queue_event_text(?, ?, ?, ?, ?)")
                .param(tenant.orgnr())
                .param(reference)
                .param(type)
                .param(body)
                .param(sourceSystem)
                .query(Long.class)
                .single();
    }

    Outcome repair(Tenant tenant, RepairOrder order) {
        return context.getBean(JobRunner.class)
                .repair(context.getBean(Repair.class), List.of(tenant), order, ended -> {})
                .getFirst();
    }

    /** The tenant's open dead letters, as an operator retries them. */
    Outcome retryLetters(Tenant tenant) {
        return repair(
                tenant,
                new RepairOrder.Letters(
                        jdbc.sql("select id from ajour.dead_letter where tenant = ? and state = 'unresolved'")
                                .param(tenant.orgnr())
                                .query(Long.class)
                                .list()));
    }

    @Override
    public Map<String, Long> states(Tenant tenant) {
        return counted("select state from ajour.outgoing_events where orgnr = ?", tenant);
    }

    /** A column of the view, as text. */
    String column(long event, String name) {
        return jdbc.sql(
                        "select coalesce(to_jsonb(o) ->> ?, '') from ajour.outgoing_events o where outgoing_event_id = ?")
                .params(name, event)
                .query(String.class)
                .single();
    }

    /** What JFT took of the tenant's, in order. */
    List<Book.Submission> submissions(Tenant tenant) {
        return sandbox.book().submissions().stream()
                .filter(entry -> entry.tenant().equals(tenant.orgnr()))
                .toList();
    }

    /** How often JFT took each identifier of the tenant's; every event has one. */
    Map<String, Long> perIdentifier(Tenant tenant) {
        return submissions(tenant).stream()
                .flatMap(entry -> entry.identifiers().stream())
                .collect(Collectors.groupingBy(identifier -> identifier, Collectors.counting()));
    }

    @Override
    protected void calm(JftBehaviour behaviour) {
        behaviour.registeredLag(Duration.ZERO);
        behaviour.location(url -> url);
        behaviour.processingFailure(null);
        behaviour.counts(50, 1000);
    }
}
