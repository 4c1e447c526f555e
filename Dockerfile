# The host in a container: docs/host.md, "In a container". linux/amd64.
# Debian 12 on both sides, because the build looks at the libstdc++ that the program will run on (docs/torch.md).
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS sdk

FROM debian:12-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates libssl3 libstdc++6 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=sdk /usr/share/dotnet /usr/share/dotnet
ENV PATH=/usr/share/dotnet:$PATH DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
WORKDIR /source
COPY . .
RUN build/publish-host.sh /app

FROM debian:12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends libssl3 libstdc++6 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /home --no-create-home --shell /usr/sbin/nologin moe \
 && chown moe /home
COPY --from=build /app /app
COPY build/container-health.sh /app/container-health.sh
ENV MOE_HOME=/home
USER moe
VOLUME /home
EXPOSE 8080 8081
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["/app/container-health.sh", "8080"]
ENTRYPOINT ["/app/moe"]
CMD ["serve", "--home", "/home", "--urls", "http://0.0.0.0:8080", "--grpc-urls", "http://0.0.0.0:8081"]
