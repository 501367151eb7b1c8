using Acornima;
using Gateway.Core.Configuration;

namespace Gateway.Core.Mediation.Sequences.Reading;

/// <summary>Whether a script of a sequence can be read at all.</summary>
internal static class ScriptSyntax
{
    /// <summary>What is wrong with a script; null: nothing.</summary>
    public static (SourcePlace Place, string Message)? Fault(SequenceScript script)
    {
        try
        {
            new Parser(new ParserOptions { AllowReturnOutsideFunction = true }).ParseScript(script.Text);
            return null;
        }
        catch (ParseErrorException fault)
        {
            return (new SourcePlace(script.File, script.Line + fault.LineNumber - 1, fault.LineNumber > 1 ? fault.Column + 1 : 0), $"the script cannot be read: {fault.Description}");
        }
    }
}
