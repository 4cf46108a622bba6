# The server as a container: docker compose up -d, or ./dev image
# What is pinned is the base's release: within it Debian changes packages for security fixes only,
# and keeps no older one, so a pinned version would end the build with the next fix.
# A build to be repeated bit by bit names its base: --build-arg DEBIAN=debian:bookworm-slim@sha256:…
# hadolint global ignore=DL3008
ARG DEBIAN=debian:bookworm-slim

FROM ${DEBIAN} AS build
SHELL ["/bin/bash", "-o", "errexit", "-o", "nounset", "-o", "pipefail", "-c"]
ENV DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
RUN apt-get update --quiet \
 && apt-get install --yes --no-install-recommends \
      ca-certificates \
      cmake \
      g++ \
      libboost1.81-dev \
      libcli11-dev \
      libexpat1-dev \
      libfmt-dev \
      libpq-dev \
      libsimdjson-dev \
      libspdlog-dev \
      libsqlite3-dev \
      libssl-dev \
      libutf8proc-dev \
      libzstd-dev \
      ninja-build \
      python3 \
      python3-yaml \
      zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY CMakeLists.txt CMakePresets.json openapi.yaml ./
COPY cmake cmake
COPY tools/embed.py tools/fetch_browser_files.py tools/placeholder_cover.py tools/reference.py tools/web_assets.py tools/
COPY src src
# JOBS: compilers at a time, each up to 1.5 GiB. REVISION: .git stays outside.
ARG JOBS=
ARG REVISION=
# The address of an npm registry, for the browser libraries of /docs and the scanner; without one
# /docs is the written reference alone.
ARG npm_config_registry=
RUN cmake --preset release -DAPI_LIVROS_REVISION="${REVISION}" \
 && cmake --build --preset release --target api-livros --parallel "${JOBS:-$(nproc)}" \
 && strip build/release/api-livros \
 && build/release/api-livros version

FROM ${DEBIAN} AS runtime
RUN apt-get update --quiet \
 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
      ca-certificates \
      libexpat1 \
      libfmt9 \
      libpq5 \
      libsimdjson14 \
      libspdlog1.10 \
      libsqlite3-0 \
      libssl3 \
      libstdc++6 \
      libutf8proc2 \
      libzstd1 \
      zlib1g \
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

# VERSION is that of CMakeLists.txt; REVISION the commit, unless it is the release itself.
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="API Livros" \
      org.opencontainers.image.description="A book catalogue over HTTP" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION:-v$VERSION}"
