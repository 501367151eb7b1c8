using Gateway.Core.Endpoints;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Groups;
using Gateway.Edge.Sessions;
using Gateway.Management.Telemetry;

namespace Gateway.Edge.Endpoints;

/// <summary>WSO2's load-balance endpoint: the member whose turn it is, then each other one at most once.</summary>
internal sealed class LoadBalanceEndpointHandler(
    GroupShell group, GroupSettings settings, MemberLog log, GatewayInstruments instruments, ReplayFiles files,
    GroupAffinity? affinity)
    : GroupEndpointHandler(group, settings, log, instruments, files, affinity);
