using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>
/// Reads one kind of endpoint, and writes it in the canonical form. One implementation per record in <c>Endpoints/</c>, with the
/// record's name and <c>Reader</c> behind it.
/// </summary>
internal interface IEndpointReader
{
    /// <summary>The word in <c>type</c>.</summary>
    string Type { get; }

    /// <summary>The record it makes.</summary>
    Type Reads { get; }

    /// <summary>The keys of an <c>[[endpoint]]</c> of this kind.</summary>
    KeySet Keys { get; }

    /// <summary>Whether it is one backend, so that it may stand as an inline table among a group's members.</summary>
    bool IsLeaf { get; }

    /// <summary>Reads an endpoint whose name is known to be good. Endpoints written within it are added to the draft on the way.</summary>
    Endpoint Read(string name, TableReader table, CatalogDraft draft);

    /// <summary>Writes what is not the default.</summary>
    void Write(Endpoint endpoint, CanonicalToml toml);
}
