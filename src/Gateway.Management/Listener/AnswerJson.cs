using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Management.Listener;

/// <summary>How answers are written: as <see cref="ManagementJson"/> says, and legible.</summary>
internal static class AnswerJson
{
    // The default encoder guards JSON that is pasted into a page, and turns edge+silo into edge\u002Bsilo. Ours is never a page:
    // its media type says so, nosniff keeps browsers to it, and the content security policy lets nothing run.
    public static ManagementJson Types { get; } =
        new(new JsonSerializerOptions(ManagementJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
