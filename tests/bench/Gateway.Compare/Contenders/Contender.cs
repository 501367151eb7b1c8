namespace Gateway.Compare.Contenders;

/// <summary>Somebody who takes part: a name and a way to start it on a ground.</summary>
/// <param name="Name">As <c>--contenders</c> takes it.</param>
/// <param name="Program">The program of another project that it needs on this machine; null if it is built here.</param>
/// <param name="StartAsync">Starts it; when it returns, it may still refuse requests for a while.</param>
internal sealed record Contender(string Name, string? Program, Func<Ground, Task<RunningProxy>> StartAsync);
