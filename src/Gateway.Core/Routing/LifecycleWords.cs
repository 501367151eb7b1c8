using System.Collections.Immutable;

namespace Gateway.Core.Routing;

/// <summary>How states and actions of the life cycle are written: states as WSO2 stores them, actions as it shows them.</summary>
public static class LifecycleWords
{
    /// <summary>The states in their order.</summary>
    public static ImmutableArray<(string Word, Lifecycle State)> States { get; } =
    [
        ("CREATED", Lifecycle.Created), ("PROTOTYPED", Lifecycle.Prototyped), ("PUBLISHED", Lifecycle.Published),
        ("BLOCKED", Lifecycle.Blocked), ("DEPRECATED", Lifecycle.Deprecated), ("RETIRED", Lifecycle.Retired),
    ];

    /// <summary>The actions.</summary>
    public static ImmutableArray<(string Word, LifecycleAction Action)> Actions { get; } =
    [
        ("Publish", LifecycleAction.Publish), ("Deploy as a Prototype", LifecycleAction.DeployAsPrototype),
        ("Demote to Created", LifecycleAction.DemoteToCreated), ("Block", LifecycleAction.Block), ("Re-Publish", LifecycleAction.RePublish),
        ("Deprecate", LifecycleAction.Deprecate), ("Retire", LifecycleAction.Retire),
    ];

    /// <summary>The word of a state.</summary>
    public static string Of(Lifecycle state) => States.First(pair => pair.State == state).Word;

    /// <summary>The words of an action.</summary>
    public static string Of(LifecycleAction action) => Actions.First(pair => pair.Action == action).Word;

    /// <summary>The state of a word, in whatever case; null: none.</summary>
    public static Lifecycle? State(string word)
    {
        foreach (var (known, state) in States)
        {
            if (known.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return state;
            }
        }

        return null;
    }

    /// <summary>The action of some words, in whatever case; null: none.</summary>
    public static LifecycleAction? Action(string words)
    {
        foreach (var (known, action) in Actions)
        {
            if (known.Equals(words, StringComparison.OrdinalIgnoreCase))
            {
                return action;
            }
        }

        return null;
    }
}
