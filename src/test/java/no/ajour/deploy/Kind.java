package no.ajour.deploy;

/** The kinds of documents that this project's manifests are made of, each with its API's version. */
enum Kind {
    Namespace("v1"),
    Secret("v1"),
    ConfigMap("v1"),
    ServiceAccount("v1"),
    Service("v1"),
    NetworkPolicy("networking.k8s.io/v1"),
    Job("batch/v1"),
    CronJob("batch/v1"),
    Deployment("apps/v1");

    private final String apiVersion;

    Kind(String apiVersion) {
        this.apiVersion = apiVersion;
    }

    String apiVersion() {
        return apiVersion;
    }
}
