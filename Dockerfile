# The server as a container: docker build -t api-livros:latest .  (or ./dev image)
# Releases of packages are pinned by their upstream version: Debian keeps no older package than
# the one with the last security fix, so an exact pin would break with the next one.
# A build to be repeated bit by bit names its base: --build-arg DEBIAN=debian:bookworm-slim@sha256:…
ARG DEBIAN=debian:bookworm-slim

FROM ${DEBIAN} AS build
SHELL ["/bin/bash", "-o", "errexit", "-o", "nounset", "-o", "pipefail", "-c"]
ENV DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
RUN apt-get update --quiet \
 && apt-get install --yes --no-install-recommends \
      cmake=3.25.* \
      g++=4:12.2.* \
      libboost1.81-dev=1.81.* \
      libcli11-dev=2.1.* \
      libfmt-dev=9.1.* \
      libpq-dev=15.* \
      libsimdjson-dev=3.0.* \
      libspdlog-dev=1:1.10.* \
      libsqlite3-dev=3.40.* \
      libssl-dev=3.0.* \
      libutf8proc-dev=2.8.* \
      libzstd-dev=1.5.* \
      ninja-build=1.11.* \
      python3=3.11.* \
      python3-yaml=6.0-* \
      zlib1g-dev=1:1.2.* \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY CMakeLists.txt CMakePresets.json openapi.yaml ./
COPY cmake cmake
COPY tools/embed.py tools/
COPY src src
# JOBS: compilers at a time, each up to 1.5 GiB. REVISION: .git stays outside.
ARG JOBS=
ARG REVISION=
RUN cmake --preset release -DAPI_LIVROS_REVISION="${REVISION}" \
 && cmake --build --preset release --target api-livros --parallel "${JOBS:-$(nproc)}" \
 && strip build/release/api-livros \
 && build/release/api-livros version

FROM ${DEBIAN} AS runtime
RUN apt-get update --quiet \
 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
      ca-certificates=2025* \
      libfmt9=9.1.* \
      libpq5=15.* \
      libsimdjson14=3.0.* \
      libspdlog1.10=1:1.10.* \
      libsqlite3-0=3.40.* \
      libssl3=3.0.* \
      libstdc++6=12.2.* \
      libutf8proc2=2.8.* \
      libzstd1=1.5.* \
      zlib1g=1:1.2.* \
 && rm -rf /var/lib/apt/lists/* /var/log/* /var/cache/* \
 && install --directory --owner=10001 --group=10001 --mode=0750 /data
COPY --from=build /source/build/release/api-livros /usr/local/bin/
COPY LICENSE /usr/share/doc/api-livros/

ENV LC_ALL=C.UTF-8 \
    API_LIVROS_DATABASE=/data/livros.db \
    API_LIVROS_INDEX_FOLDER=/data \
    API_LIVROS_LISTEN=0.0.0.0:8080
# By number: orchestrators that demand a user other than root cannot look a name up.
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=300s --retries=3 \
  CMD ["api-livros", "check", "--url", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["api-livros"]
CMD ["serve"]

ARG REVISION=
ARG VERSION=
ARG CREATED=
LABEL org.opencontainers.image.title="API Livros" \
      org.opencontainers.image.description="A book catalogue over HTTP" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
