using System.Text.Json.Serialization;
using Gateway.Management.Apis;
using Gateway.Management.Events;
using Gateway.Management.Explain;
using Gateway.Management.Groups;
using Gateway.Management.Health;
using Gateway.Management.Nodes;
using Gateway.Management.Revisions;
using Gateway.Management.Traffic;
using Gateway.Management.Views;

namespace Gateway.Management.Listener;

/// <summary>How the listener's answers are written: generated at compile time, camelCase, nulls written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(JsonStringEnumConverter<GroupMode>), typeof(JsonStringEnumConverter<MemberState>), typeof(JsonStringEnumConverter<ExplainedOutcome>)])]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(AddressedAnswer))]
[JsonSerializable(typeof(GroupAnswer))]
[JsonSerializable(typeof(GroupsAnswer))]
[JsonSerializable(typeof(NodesAnswer))]
[JsonSerializable(typeof(TrafficAnswer))]
[JsonSerializable(typeof(GroupTrafficAnswer))]
[JsonSerializable(typeof(NodeAnswer))]
[JsonSerializable(typeof(NodeWord))]
[JsonSerializable(typeof(MemberWord))]
[JsonSerializable(typeof(ApisAnswer))]
[JsonSerializable(typeof(MoveWish))]
[JsonSerializable(typeof(MoveAnswer))]
[JsonSerializable(typeof(ConfigAnswer))]
[JsonSerializable(typeof(RevisionsAnswer))]
[JsonSerializable(typeof(ChangeAnswer))]
[JsonSerializable(typeof(ChangeProblem))]
[JsonSerializable(typeof(RollbackWish))]
[JsonSerializable(typeof(ExplainWish))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(EventAnswer))]
[JsonSerializable(typeof(ViewNotice))]
[JsonSerializable(typeof(MissedNotice))]
internal sealed partial class ManagementJson : JsonSerializerContext;
