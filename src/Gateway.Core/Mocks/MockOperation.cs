using System.Collections.Immutable;

namespace Gateway.Core.Mocks;

/// <summary>All answers of one operation.</summary>
/// <param name="Responses">In the order of the definition.</param>
public sealed record MockOperation(ImmutableArray<MockResponse> Responses);

/// <summary>The answers of one code.</summary>
/// <param name="Code">As written: <c>200</c>, <c>4XX</c>, <c>default</c>.</param>
/// <param name="Contents">By media type, in the order of the definition; empty: no body.</param>
/// <param name="Headers">Headers that have an example.</param>
public sealed record MockResponse(string Code, ImmutableArray<MockContent> Contents, ImmutableArray<MockHeader> Headers);

/// <summary>The examples of one media type.</summary>
/// <param name="MediaType">As written.</param>
/// <param name="Examples">At least one; the first is the usual one.</param>
public sealed record MockContent(string MediaType, ImmutableArray<MockExample> Examples);

/// <summary>One example.</summary>
/// <param name="Name">Its key under <c>examples</c>; empty when it has none.</param>
/// <param name="Text">The body.</param>
public sealed record MockExample(string Name, string Text)
{
    /// <summary>The body in UTF-8.</summary>
    public ReadOnlyMemory<byte> Body { get; } = System.Text.Encoding.UTF8.GetBytes(Text);
}

/// <summary>A header of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, without control characters.</param>
public sealed record MockHeader(string Name, string Value);
