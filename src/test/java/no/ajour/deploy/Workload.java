package no.ajour.deploy;

import java.util.List;

/**
 * A document that makes pods.
 *
 * @param spec of the Job; of a Deployment for one
 */
record Workload(Node document, Node spec) {

    Node podLabels() {
        return spec.at("template", "metadata", "labels");
    }

    Node pod() {
        return spec.at("template", "spec");
    }

    List<Node> containers() {
        return pod().at("containers").items();
    }

    /** The one container that such pods have. */
    Node container() {
        return containers().isEmpty() ? pod().at("containers") : containers().getFirst();
    }

    /** Fields of a CronJob; nothing is there in others. */
    Node cron() {
        return isCron() ? document.at("spec") : new Node(document.document(), "", null);
    }

    boolean isCron() {
        return document.at("kind").is("CronJob");
    }

    /** Whether it comes to an end. */
    boolean isJob() {
        return isCron() || document.at("kind").is("Job");
    }

    /** The program's command line. */
    List<String> arguments() {
        return container().at("args").items().stream().map(Node::text).toList();
    }

    /** The job that it runs; empty if it runs none. */
    String job() {
        var arguments = arguments();
        return arguments.size() > 1 && arguments.getFirst().equals("run") ? arguments.get(1) : "";
    }
}
