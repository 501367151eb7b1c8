using Gateway.Core.Groups;

namespace Gateway.Edge.Groups;

/// <summary>The way to a group's grain: a process boundary. Calls end within their deadline, or fail.</summary>
internal interface IGroupLink
{
    /// <summary>Asks for turns.</summary>
    /// <returns>Null when there was no answer within <see cref="EdgeGroup.TakeDeadline"/>, or no way to ask.</returns>
    Task<TakeReply?> TakeAsync(string group, TakeRequest request);

    /// <summary>
    /// Lets the work go first that is ready to run, some microseconds long: the requests in it are then asked for by one Take. Ends whether or
    /// not there is a way to the grain.
    /// </summary>
    ValueTask GatherAsync();

    /// <summary>Brings evidence.</summary>
    /// <returns>Null when there was no answer in time, or no way to tell.</returns>
    Task<ReportReply?> ReportAsync(string group, ReportRequest request);

    /// <summary>Asks for news.</summary>
    /// <returns>Null when there was no answer in time, or no way to ask.</returns>
    Task<PullReply?> PullAsync(string group, PullRequest request);
}
