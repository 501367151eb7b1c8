# One image for all programs: the entry point's first word chooses ("edge", "silo", or a command of "gateway").
# The base images are arguments, so that a mirror can be used. They need bash, which the Debian and Ubuntu ones have.
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME=mcr.microsoft.com/dotnet/aspnet:10.0

FROM ${SDK} AS build
WORKDIR /source
COPY .editorconfig Directory.Build.props Directory.Packages.props global.json ./
COPY src src
# Into one folder: what the programs share is there once.
RUN for program in Silo Edge Cli; do \
        dotnet publish src/Gateway.$program -c Release -o /gateway --nologo -p:RestoreLockedMode=true || exit 1; \
    done \
 && rm -f /gateway/*.pdb /gateway/Gateway.*.xml /gateway/gateway.xml \
 && mkdir /empty

FROM ${RUNTIME}
COPY --from=build /gateway /gateway
COPY deploy/docker/gateway deploy/docker/healthy /usr/local/bin/
# New volumes take their owner from here.
COPY --from=build --chown=1654:1654 /empty /keys
COPY --from=build --chown=1654:1654 /empty /data
ENV GATEWAY_CONFIG=/etc/gateway/deployment.toml \
    GATEWAY_KEYS=/keys \
    GATEWAY_SET_CLUSTER__DATA=/data \
    DOTNET_EnableDiagnostics=0
WORKDIR /gateway
# Numeric, so that an orchestrator can see that it is not root.
USER 1654:1654
EXPOSE 8280 8243 9480 9481
ENTRYPOINT ["gateway"]
CMD ["edge"]
