using System.Text;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Mocks;

/// <summary>What a script has made of a request.</summary>
/// <param name="Status">The status.</param>
/// <param name="ContentType">The body's type.</param>
/// <param name="Headers">Headers that it has set.</param>
/// <param name="Body">The body; empty: none.</param>
internal sealed record MockAnswer(int Status, string ContentType, IReadOnlyDictionary<string, string>? Headers, byte[] Body)
{
    /// <summary>The answer after a run that has come to its end.</summary>
    /// <param name="message">What the script has worked on.</param>
    /// <param name="isStopped">Whether it ended the mediation: over HTTP there has to be an answer, and an empty one says the least.</param>
    public static MockAnswer Of(MockMessage message, bool isStopped) => new(
        isStopped ? StatusCodes.Status202Accepted : message.Status,
        MockAnswers.IsField(message.ContentType) ? message.ContentType : "application/octet-stream",
        message.Headers,
        isStopped || !message.HasAnswer ? [] : Encoding.UTF8.GetBytes(message.Body));
}
