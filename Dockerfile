# One image for all programs; the entry point chooses. Base images are arguments, so that a mirror can be used.
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME=mcr.microsoft.com/dotnet/aspnet:10.0

FROM ${SDK} AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Gateway.Edge -c Release -o /gateway/edge \
 && dotnet publish src/Gateway.Silo -c Release -o /gateway/silo \
 && dotnet publish src/Gateway.Cli -c Release -o /gateway/cli

FROM ${RUNTIME}
COPY --from=build /gateway /gateway
WORKDIR /gateway
# Numeric, so that an orchestrator can see that it is not root.
USER 1654:1654
EXPOSE 8280 8243 9480 9481
ENTRYPOINT ["dotnet", "/gateway/edge/Gateway.Edge.dll"]
