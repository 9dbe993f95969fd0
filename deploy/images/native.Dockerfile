# syntax=docker/dockerfile:1.7
# One service as a native executable, the default. From the root of the checkout:
#   docker buildx build -f deploy/images/native.Dockerfile --build-arg SERVICE=seat-service --build-arg MANAGEMENT_PORT=9004 .
#
# Base images are named by exact version; which digest each had is resolved, recorded and passed in by the pipeline
# (README.md), because a digest written down here by hand would be a guess.
ARG BUILDER_IMAGE=quay.io/quarkus/ubi10-quarkus-mandrel-builder-image:jdk-25.0.4.1
ARG MAVEN_IMAGE=docker.io/library/maven:3.9.11-eclipse-temurin-25
ARG NODE_IMAGE=docker.io/library/node:22.12.0-bookworm-slim
ARG RUNTIME_IMAGE=quay.io/quarkus/ubi10-quarkus-micro-image:2.0-2026-10-04

FROM ${MAVEN_IMAGE} AS maven
FROM ${NODE_IMAGE} AS node

FROM ${BUILDER_IMAGE} AS build
# Its libraries are compiled into the executable, where no scanner finds them: the list of parts is made here too.
ARG BUILDKIT_SBOM_SCAN_STAGE=true
ARG SERVICE
COPY --from=maven /usr/share/maven /opt/maven
COPY --from=node /usr/local /opt/node
ENV PATH=/opt/maven/bin:/opt/node/bin:${PATH} CI=true
USER 1001:1001
WORKDIR /project
COPY --chown=1001:1001 . .
RUN --mount=type=cache,target=/home/quarkus/.m2,uid=1001,gid=1001 \
    mvn -ntp -q -Pnative -DskipTests -pl "${SERVICE}" -am -Duser.home=/home/quarkus package \
    && mkdir -p /project/out && cp "${SERVICE}/target/native/application" /project/out/application

FROM ${RUNTIME_IMAGE}
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
      gg.tiketi.kind="native"
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    QUARKUS_MANAGEMENT_HOST=0.0.0.0 \
    QUARKUS_MANAGEMENT_PORT=${MANAGEMENT_PORT}
COPY --from=build --chown=0:0 --chmod=0555 /project/out/application /app/application
COPY --chown=0:0 --chmod=0555 deploy/images/healthy /app/healthy
# Who signs the certificates of PostgreSQL on RDS, so that a service knows whom it talks to; renewed by each build.
ADD --chown=0:0 --chmod=0444 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /app/rds-ca.pem
# Fails here, not in service, should a base image come without bash.
RUN ["/bin/bash", "-n", "/app/healthy"]
WORKDIR /app
# The only place that may be written to; a volume takes over that everybody may.
VOLUME /tmp
USER 1001:1001
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=3 CMD ["/app/healthy"]
ENTRYPOINT ["/app/application"]
