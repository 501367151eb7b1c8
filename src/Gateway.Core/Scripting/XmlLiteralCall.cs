namespace Gateway.Core.Scripting;

/// <summary>The call that an XML literal becomes: texts and values in turn, see <see cref="ScriptReader"/>.</summary>
public static class XmlLiteralCall
{
    /// <summary>The function that is called: its arguments are texts and values in turn.</summary>
    public const string Function = "$xml";

    /// <summary>Ends a text that is followed by the value of an attribute. No XML holds this character.</summary>
    public const char InAttribute = '\u0001';

    /// <summary>Ends a text that is followed by a name.</summary>
    public const char InName = '\u0002';
}
