using Microsoft.AspNetCore.Http;

namespace Gateway.Management.Telemetry;

/// <summary>The values of tags, made once: recording allocates nothing.</summary>
internal static class Words
{
    private static readonly object[] Statuses = [.. Enumerable.Range(0, 600).Select(static status => (object)status)];
    private static readonly string[] RequestOutcomes = Names<RequestOutcome>();
    private static readonly string[] SlotModes = Names<SlotMode>();
    private static readonly string[] TrialOutcomes = ["success", "failure", "given_back"];
    private static readonly string[] ReloadOutcomes = Names<ReloadOutcome>();

    /// <summary>A status as a boxed number; what is no HTTP status is 0.</summary>
    public static object Status(int status) => Statuses[(uint)status < (uint)Statuses.Length ? status : 0];

    public static string Of(RequestOutcome outcome) => RequestOutcomes[(int)outcome];

    public static string Of(SlotMode mode) => SlotModes[(int)mode];

    public static string Of(TrialOutcome outcome) => TrialOutcomes[(int)outcome];

    public static string Of(ReloadOutcome outcome) => ReloadOutcomes[(int)outcome];

    /// <summary>A method everybody knows, or <c>_OTHER</c>: clients may invent as many as they like.</summary>
    public static string Method(string method) =>
        HttpMethods.IsGet(method) ? HttpMethods.Get
        : HttpMethods.IsPost(method) ? HttpMethods.Post
        : HttpMethods.IsPut(method) ? HttpMethods.Put
        : HttpMethods.IsDelete(method) ? HttpMethods.Delete
        : HttpMethods.IsPatch(method) ? HttpMethods.Patch
        : HttpMethods.IsHead(method) ? HttpMethods.Head
        : HttpMethods.IsOptions(method) ? HttpMethods.Options
        : HttpMethods.IsConnect(method) ? HttpMethods.Connect
        : HttpMethods.IsTrace(method) ? HttpMethods.Trace
        : "_OTHER";

    private static string[] Names<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(static name => name.ToLowerInvariant())];
}
