namespace Gateway.Core.Configuration;

/// <summary>Values by the definitions of their keys: default and range are the definition's.</summary>
internal sealed partial class TableReader
{
    public string Text(TextKey key) => Text(key.Name, key.ByDefault);

    public int Integer(IntegerKey key, bool quoted = false, string hint = "") => Integer(key.Name, key.ByDefault, key.Least, key.Most, quoted, hint);

    public int? AutoOrInteger(AutoKey key, string hint = "") => AutoOrInteger(key.Name, key.Least, key.Most, hint);

    public double Number(NumberKey key, string hint = "") => Number(key.Name, key.ByDefault, key.Least, key.Most, hint);

    public bool Flag(FlagKey key) => Flag(key.Name, key.ByDefault);

    /// <param name="key">The key.</param>
    /// <param name="byDefault">Its default where that depends on something else.</param>
    public TimeSpan Duration(DurationKey key, TimeSpan? byDefault = null) => Duration(key.Name, byDefault ?? key.ByDefault, key.Least, key.Most);

    /// <param name="key">The key.</param>
    /// <param name="byDefault">Its default where that depends on something else.</param>
    public long Bytes(BytesKey key, long? byDefault = null) => Bytes(key.Name, byDefault ?? key.ByDefault, key.Least, key.Most);

    /// <param name="key">The key.</param>
    /// <param name="byDefault">Its default where that depends on something else.</param>
    public T OneOf<T>(WordKey<T> key, T? byDefault = null) where T : struct, Enum => OneOf(key.Name, byDefault ?? key.ByDefault, key.Choices);
}
