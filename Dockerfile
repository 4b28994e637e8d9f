# Resurface with gor beside it. It is off at the start:
#   docker build -t resurface-gor .
#   docker run -d --name resurface-gor --network host --cap-add NET_RAW resurface-gor
#   docker exec resurface-gor sniffer on 8080      # off, status
# gor brings its own libraries and loader, so that it does not matter which C library Resurface's image has.
ARG RESURFACE=resurfaceio/resurface:3.5.36
FROM debian:bookworm-slim AS root
ARG TARGETARCH=amd64
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libssl3 && rm -rf /var/lib/apt/lists/*
COPY bin/ /archives/
COPY deploy/docker/rootfs /usr/local/bin/rootfs
RUN rootfs /archives "$TARGETARCH" /image

# hadolint ignore=DL3006
FROM ${RESURFACE}
COPY --from=root /image/ /opt/gor/
COPY deploy/docker/sniffer /usr/local/bin/sniffer
ENV USAGE_LOGGERS_URL=http://localhost:7701/message USAGE_LOGGERS_RULES="include debug" APP_PORT=80
