# The image of Ajour. Before it: mvn -Pimage -DskipTests package
#
# Both stages are the run-time Java, and not a JDK: the cache of classes is good for the very Java that made it, and a JDK's
# would be dropped. What needs a JDK, compiling, Maven has done.
ARG JAVA=eclipse-temurin:25-jre

FROM ${JAVA} AS build
WORKDIR /opt/ajour
RUN chown nobody /opt/ajour
COPY target/training /build/training
COPY src/image /build/image
COPY target/ajour.jar /build/
# PostgreSQL, which the training run reads, does not start as root.
USER nobody
RUN ["java", "-cp", "/build/training/*", "no.ajour.image.MakeLayout", "/build/ajour.jar", "/build/image", "/opt/ajour"]

FROM ${JAVA}
LABEL org.opencontainers.image.title="Ajour" \
      org.opencontainers.image.description="Keeps a local EHR database up to date with the Norwegian national e-health APIs" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="docker.io/library/eclipse-temurin:25-jre"
COPY --from=build --chown=0:0 /opt/ajour /opt/ajour
ENV PATH=/opt/ajour/bin:$PATH
WORKDIR /opt/ajour
USER 65532:65532
# Fails the build if either kind of start would not take the cache as it lies here.
RUN ["java", "-XX:AOTMode=on", "@/opt/ajour/short.args", "--version"]
RUN ["java", "-XX:AOTMode=on", "@/opt/ajour/long.args", "--version"]
# Java is process 1 itself: it has the signals, and its exit code is the container's. `serve` is better started with
# long.args: --entrypoint java ... @/opt/ajour/long.args serve
ENTRYPOINT ["java", "@/opt/ajour/short.args"]
