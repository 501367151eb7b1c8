using System.Text;

namespace Gateway.Core.Authentication;

/// <summary>HTTP Basic (RFC 7617).</summary>
public static class BasicCredentials
{
    /// <summary>The value of an <c>Authorization</c> header. A secret.</summary>
    /// <param name="username">Without a colon, which is what ends it.</param>
    /// <param name="password">Any text; both go out as UTF-8.</param>
    public static string Header(string username, string password) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"))}";
}
