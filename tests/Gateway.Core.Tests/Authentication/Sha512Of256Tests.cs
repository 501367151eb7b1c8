using System.Text;
using Gateway.Core.Authentication;

namespace Gateway.Core.Tests.Authentication;

public sealed class Sha512Of256Tests
{
    // The first is NIST's example; all came out of OpenSSL.
    [Theory]
    [InlineData("abc", 1, "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23")]
    [InlineData("", 1, "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a")]
    [InlineData("a", 111, "0239e429f98d0ed61ee8e2a7c30afe98c1c3a80ce5dff62a107e9c538f7632ce")]
    [InlineData("a", 112, "9216b5303edb66504570bee90e48ea5beaa5e9fe9f760bbd3e0460559fc005f6")]
    [InlineData("a", 128, "b88f97e274f9c1d49f181c8cbd01a9c74930ad055a46ac4499a1d601f1c80bf2")]
    [InlineData("a", 1_000_000, "9a59a052930187a97038cae692f30708aa6491923ef5194394dc68d56c74fb21")]
    public void Known_messages_have_their_known_hashes_whole_and_in_pieces(string text, int times, string expected)
    {
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, times)));
        var pieces = new Sha512Of256();
        for (var at = 0; at < bytes.Length; at += 97)
        {
            pieces.Append(bytes.AsSpan(at, Math.Min(97, bytes.Length - at)));
        }

        Assert.Equal(expected, Convert.ToHexStringLower(Sha512Of256.HashData(bytes)));
        Assert.Equal(expected, Convert.ToHexStringLower(pieces.Finish()));
    }
}
