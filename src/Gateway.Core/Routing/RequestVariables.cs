namespace Gateway.Core.Routing;

/// <summary>
/// What a request's path and query say, under the names WSO2 gives it: <c>uri.var.*</c> and <c>query.param.*</c>. Values are decoded.
/// </summary>
public sealed class RequestVariables
{
    /// <summary>Begins the name of a variable of the resource's template.</summary>
    public const string PathPrefix = "uri.var.";

    /// <summary>Begins the name of a query parameter.</summary>
    public const string QueryPrefix = "query.param.";

    /// <summary>The values; object because the template library wants it so.</summary>
    internal Dictionary<string, object> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The value under a whole name such as <c>uri.var.petId</c>; null when there is none. A name set twice has the later value.
    /// </summary>
    public string? this[string name]
    {
        get => Values.GetValueOrDefault(name) as string;
        set
        {
            if (value is null)
            {
                Values.Remove(name);
            }
            else
            {
                Values[name] = value;
            }
        }
    }

    /// <summary>All of them, under their whole names.</summary>
    public IEnumerable<KeyValuePair<string, string>> All =>
        Values.Where(pair => pair.Value is string).Select(pair => KeyValuePair.Create(pair.Key, (string)pair.Value));

    /// <summary>Their names, prefixes included.</summary>
    public IEnumerable<string> Names => Values.Keys;

    /// <summary>How many there are.</summary>
    public int Count => Values.Count;

    /// <summary>Sets what others have, over what is set here: a sequence may set variables of a url, as in WSO2.</summary>
    public void Take(RequestVariables others)
    {
        ArgumentNullException.ThrowIfNull(others);
        foreach (var (name, value) in others.Values)
        {
            Values[name] = value;
        }
    }

    /// <summary>Reads every parameter of a query; of several with one name the last counts, as in WSO2.</summary>
    /// <param name="query">As it stands in the request, with or without its <c>?</c>.</param>
    public void ReadQuery(ReadOnlySpan<char> query)
    {
        var parameters = new QueryParameters(query);
        while (parameters.MoveNext())
        {
            var name = PercentEncoding.Decode(parameters.Name, plusIsBlank: true);
            Values[QueryPrefix + name] = PercentEncoding.Decode(parameters.Value, plusIsBlank: true);
        }
    }
}
