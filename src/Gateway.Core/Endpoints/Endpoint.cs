using Gateway.Core.Configuration;

namespace Gateway.Core.Endpoints;

/// <summary>
/// Something an API can send its requests to. The kinds are closed: one record per kind in this folder, with a reader of the
/// same name in <c>Configuration/Readers</c> and a handler in the edge's <c>Endpoints</c>.
/// </summary>
/// <param name="Name">Unique in the catalog; <c>[A-Za-z0-9._:-]{1,128}</c>.</param>
/// <param name="Place">Where it is configured.</param>
public abstract record Endpoint(string Name, SourcePlace Place);
