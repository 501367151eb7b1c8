using System.Xml;

namespace Gateway.Edge.Probes;

/// <summary>Whether an answer is a WSDL: XML whose root is <c>definitions</c>. No more of it is read than that takes.</summary>
internal static class WsdlDocument
{
    private const int MostCharacters = 64 * 1024;

    /// <summary>Reads as far as the root element.</summary>
    public static async Task<bool> IsOneAsync(HttpContent content, CancellationToken deadline)
    {
        await using var stream = await content.ReadAsStreamAsync(deadline);

        // The reader takes no token: closing the stream is what ends it.
        await using var end = deadline.UnsafeRegister(static open => ((Stream)open!).Dispose(), stream);
        try
        {
            using var reader = XmlReader.Create(stream, new XmlReaderSettings
            {
                Async = true,
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = MostCharacters,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                IgnoreWhitespace = true,
            });
            return await reader.MoveToContentAsync() == XmlNodeType.Element && reader.LocalName == "definitions";
        }
        catch (XmlException)
        {
            return false;
        }
        catch (Exception fault) when (deadline.IsCancellationRequested && fault is IOException or ObjectDisposedException)
        {
            throw new OperationCanceledException(deadline);
        }
    }
}
