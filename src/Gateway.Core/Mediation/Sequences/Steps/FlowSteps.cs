using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Gateway.Core.Configuration;

namespace Gateway.Core.Mediation.Sequences.Steps;

/// <summary>Goes on elsewhere. The target is set while the program is made: it is not known before.</summary>
internal sealed class JumpStep(SourcePlace place) : Step(place)
{
    public int Target { get; set; }

    public override MediationEffect? Run(MediationRun run)
    {
        run.JumpTo(Target);
        return null;
    }
}

/// <summary>A <c>filter</c>: goes on elsewhere where its condition does not hold.</summary>
/// <param name="place">Where it stands.</param>
/// <param name="expression">Its <c>xpath</c>, or its <c>source</c>.</param>
/// <param name="pattern">Its <c>regex</c>, of the whole text; null: <paramref name="expression"/> is a condition itself.</param>
internal sealed class FilterStep(SourcePlace place, MessageExpression expression, Regex? pattern) : Step(place)
{
    public int Else { get; set; }

    public override bool NeedsBody(MediationRun run) => expression.ReadsBody;

    public override MediationEffect? Run(MediationRun run)
    {
        var holds = pattern is null ? expression.IsTrue(run) : expression.TextIn(run) is { } text && pattern.IsMatch(text);
        if (!holds)
        {
            run.JumpTo(Else);
        }

        return null;
    }
}

/// <summary>A <c>switch</c>: goes on at the first case whose pattern the source's text is.</summary>
internal sealed class SwitchStep(SourcePlace place, MessageExpression source) : Step(place)
{
    public ImmutableArray<(Regex Pattern, int Target)> Cases { get; set; } = [];

    public int Default { get; set; }

    public override bool NeedsBody(MediationRun run) => source.ReadsBody;

    public override MediationEffect? Run(MediationRun run)
    {
        var text = source.TextIn(run) ?? "";
        foreach (var (pattern, target) in Cases)
        {
            if (pattern.IsMatch(text))
            {
                run.JumpTo(target);
                return null;
            }
        }

        run.JumpTo(Default);
        return null;
    }
}

/// <summary>Ends the flow, or hands the message on: <c>respond</c>, <c>loopback</c>, <c>drop</c>, <c>send</c>, <c>call</c>.</summary>
/// <param name="place">Where it stands.</param>
/// <param name="effect">What it yields.</param>
/// <param name="needsBody">Whether the body goes back to the client, and so has to be known.</param>
internal sealed class EffectStep(SourcePlace place, MediationEffect effect, bool needsBody) : Step(place)
{
    public override string Endpoint => effect switch
    {
        MediationEffect.Send send => send.To.Endpoint,
        MediationEffect.Call call => call.To.Endpoint,
        _ => "",
    };

    public override bool NeedsBody(MediationRun run) => needsBody;

    public override MediationEffect? Run(MediationRun run) => effect;
}

/// <summary><c>throwError</c>: fails.</summary>
internal sealed class ThrowStep(SourcePlace place, string type, MessageExpression message) : Step(place)
{
    public override bool NeedsBody(MediationRun run) => message.ReadsBody;

    public override MediationEffect? Run(MediationRun run)
    {
        var failure = new MediationFailure(type, message.TextIn(run) ?? "", Place.ToString());
        run.Fail(failure);
        return new MediationEffect.Failed(failure);
    }
}

/// <summary><c>script</c>.</summary>
internal sealed class ScriptStep(SourcePlace place, SequenceScript script, bool readsBody) : Step(place)
{
    private readonly MediationEffect _effect = new MediationEffect.Run(script);

    public override SequenceScript? Script => script;

    public override bool NeedsBody(MediationRun run) => readsBody;

    public override MediationEffect? Run(MediationRun run) => _effect;
}
