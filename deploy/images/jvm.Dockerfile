# syntax=docker/dockerfile:1.7
# One service on the JVM, with an AOT cache: the same as native.Dockerfile by another road, chosen by one setting of the
# pipeline. From the root of the checkout:
#   docker buildx build -f deploy/images/jvm.Dockerfile --build-arg SERVICE=seat-service --build-arg MANAGEMENT_PORT=9004 .
#
# Base images are named by exact version; which digest each had is resolved, recorded and passed in by the pipeline
# (README.md), because a digest written down here by hand would be a guess.
ARG BUILDER_IMAGE=docker.io/library/eclipse-temurin:25.0.3_9-jdk-noble
ARG MAVEN_IMAGE=docker.io/library/maven:3.9.11-eclipse-temurin-25
ARG NODE_IMAGE=docker.io/library/node:22.12.0-bookworm-slim
ARG RUNTIME_IMAGE=docker.io/library/eclipse-temurin:25.0.3_9-jre-noble

FROM ${MAVEN_IMAGE} AS maven
FROM ${NODE_IMAGE} AS node

FROM ${BUILDER_IMAGE} AS build
ARG BUILDKIT_SBOM_SCAN_STAGE=true
ARG SERVICE
COPY --from=maven /usr/share/maven /opt/maven
COPY --from=node /usr/local /opt/node
ENV PATH=/opt/maven/bin:/opt/node/bin:${PATH} CI=true
WORKDIR /project
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -ntp -q -DskipTests -Dquarkus.package.jar.type=aot-jar -pl "${SERVICE}" -am package \
    && mv "${SERVICE}/target/quarkus-app" /project/out

# What serves must be what trained: the same JVM, the same options, the same files at the same places with the same times.
FROM ${RUNTIME_IMAGE} AS runtime
ENV JDK_JAVA_OPTIONS="-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:MaxRAMPercentage=70 -XX:MetaspaceSize=128m -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
WORKDIR /app

# The training run starts the service without a database, serves nobody, ends, and leaves the cache. Its values are in no image.
FROM runtime AS training
COPY --from=build /project/out /app
COPY deploy/images/train /tmp/train
RUN ["/bin/bash", "/tmp/train"]

FROM runtime
ARG SERVICE
ARG MANAGEMENT_PORT
ARG REVISION=unknown
ARG VERSION=unknown
LABEL org.opencontainers.image.title="tiketi ${SERVICE}" \
      org.opencontainers.image.description="Reserved seats sold fairly under a rush" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.version="${VERSION}" \
      gg.tiketi.service="${SERVICE}" \
      gg.tiketi.kind="jvm"
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    QUARKUS_MANAGEMENT_HOST=0.0.0.0 \
    QUARKUS_MANAGEMENT_PORT=${MANAGEMENT_PORT}
COPY --from=training --chown=0:0 /app /app
COPY --chown=0:0 --chmod=0555 deploy/images/healthy /app/healthy
# Who signs the certificates of PostgreSQL on RDS, so that a service knows whom it talks to; renewed by each build.
ADD --chown=0:0 --chmod=0444 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /app/rds-ca.pem
# Fails here, not in service, should a base image come without bash.
RUN ["/bin/bash", "-n", "/app/healthy"]
# The only place that may be written to; a volume takes over that everybody may.
VOLUME /tmp
USER 1001:1001
HEALTHCHECK --interval=5s --timeout=3s --start-period=40s --retries=3 CMD ["/app/healthy"]
ENTRYPOINT ["java", "-XX:AOTCache=/app/app.aot", "-jar", "/app/quarkus-run.jar"]
