using Gateway.Core.Endpoints;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Groups;
using Gateway.Edge.Sessions;
using Gateway.Management.Telemetry;

namespace Gateway.Edge.Endpoints;

/// <summary>WSO2's failover endpoint: the member that serves, then each of its substitutes at most once.</summary>
internal sealed class FailoverEndpointHandler(
    GroupShell group, GroupSettings settings, MemberLog log, GatewayInstruments instruments, ReplayFiles files,
    GroupAffinity? affinity)
    : GroupEndpointHandler(group, settings, log, instruments, files, affinity);
