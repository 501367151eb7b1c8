namespace Gateway.Core.Groups;

/// <summary>A member in the eyes of one edge.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Weight">Turns per ring.</param>
/// <param name="LeftAloneFor">How much longer this edge leaves it alone; zero: it is used.</param>
/// <param name="Times">How often in a row it has been left alone since it last answered.</param>
public readonly record struct MemberStanding(string Id, int Weight, TimeSpan LeftAloneFor, int Times);
