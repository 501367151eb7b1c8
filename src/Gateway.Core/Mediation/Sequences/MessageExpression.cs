using System.Collections.Immutable;
using System.Text.Json;
using Gateway.Core.Mediation.Expressions;

namespace Gateway.Core.Mediation.Sequences;

/// <summary>What an attribute <c>expression</c>, <c>source</c> or <c>xpath</c> says. Immutable.</summary>
internal abstract class MessageExpression
{
    /// <summary>Whether it looks at the body.</summary>
    public virtual bool ReadsBody => false;

    /// <summary>Whether anything of the message is in it.</summary>
    public virtual bool IsComputed(MediationRun run) => true;

    /// <summary>Its value as text; null: none.</summary>
    public abstract string? TextIn(MediationRun run);

    /// <summary>Whether it holds, as XPath says of such a value.</summary>
    public virtual bool IsTrue(MediationRun run) => TextIn(run) is { Length: > 0 };

    /// <summary>A text written out.</summary>
    internal sealed class Literal(string text) : MessageExpression
    {
        public override bool IsComputed(MediationRun run) => false;

        public override string? TextIn(MediationRun run) => text;
    }

    /// <summary>One property: what most expressions are.</summary>
    internal sealed class OfProperty(PropertyScope scope, string name) : MessageExpression
    {
        public override bool IsComputed(MediationRun run) => run.IsComputed(scope, name);

        public override string? TextIn(MediationRun run) => MediationRun.TextOf(run.Property(scope, name));

        public override bool IsTrue(MediationRun run) => run.Property(scope, name) switch
        {
            bool truth => truth,
            double number => number != 0 && !double.IsNaN(number),
            string text => text.Length > 0,
            null => false,
            _ => true,
        };
    }

    /// <summary>Texts one behind the other.</summary>
    internal sealed class Concat(ImmutableArray<MessageExpression> parts) : MessageExpression
    {
        public override bool IsComputed(MediationRun run)
        {
            foreach (var part in parts)
            {
                if (part.IsComputed(run))
                {
                    return true;
                }
            }

            return false;
        }

        public override string? TextIn(MediationRun run)
        {
            var texts = new string?[parts.Length];
            for (var i = 0; i < texts.Length; i++)
            {
                texts[i] = parts[i].TextIn(run);
            }

            return string.Concat(texts);
        }
    }

    /// <summary><c>json-eval(…)</c>, over the body or over a property.</summary>
    internal sealed class OfJson(JsonPath path, OfProperty? over) : MessageExpression
    {
        public JsonPath Path => path;

        public bool IsOverBody => over is null;

        public override bool ReadsBody => over is null;

        public override string? TextIn(MediationRun run)
        {
            if (over is null)
            {
                return run.Body.Kind == Messages.BodyKind.None ? "" : path.IsWhole ? run.Body.JsonBody : path.TextIn(run.Body.Json) ?? "";
            }

            try
            {
                return over.TextIn(run) is { Length: > 0 } text ? path.TextIn(JsonElement.Parse(text)) ?? "" : "";
            }
            catch (JsonException)
            {
                // As in WSO2: what is no JSON has no members.
                return "";
            }
        }

        public override bool IsTrue(MediationRun run) => TextIn(run)?.Equals("true", StringComparison.OrdinalIgnoreCase) ?? false;
    }

    /// <summary>Any other XPath.</summary>
    internal sealed class OfXPath(XPathQuery query) : MessageExpression
    {
        public XPathQuery Query => query;

        public override bool ReadsBody => query.ReadsBody;

        public override string? TextIn(MediationRun run) => query.TextIn(query.ReadsBody ? run.Envelope : null, run);

        public override bool IsTrue(MediationRun run) => query.IsTrue(query.ReadsBody ? run.Envelope : null, run);
    }
}
