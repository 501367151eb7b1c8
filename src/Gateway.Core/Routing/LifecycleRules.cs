using System.Collections.Immutable;

namespace Gateway.Core.Routing;

/// <summary>What may be done to an API in WSO2's life cycle.</summary>
[GenerateSerializer, Alias("gateway.LifecycleAction")]
public enum LifecycleAction
{
    /// <summary>Put it in service.</summary>
    Publish,

    /// <summary>Let consumers try it out.</summary>
    DeployAsPrototype,

    /// <summary>Take it back to its makers.</summary>
    DemoteToCreated,

    /// <summary>Take it out of service for a while.</summary>
    Block,

    /// <summary>Put it back in service.</summary>
    RePublish,

    /// <summary>Announce that it will go.</summary>
    Deprecate,

    /// <summary>Take it out of service for good.</summary>
    Retire,
}

/// <summary>One action that a state allows, and where it leads.</summary>
/// <param name="Action">The action.</param>
/// <param name="To">The state that follows.</param>
public readonly record struct LifecycleStep(LifecycleAction Action, Lifecycle To);

/// <summary>What becomes of a consumer's request for an API, by its state.</summary>
public enum Admission
{
    /// <summary>It is answered.</summary>
    Served,

    /// <summary>It is refused for a while: WSO2's 700700.</summary>
    Blocked,

    /// <summary>It finds nothing, as if there were no such API.</summary>
    Absent,
}

/// <summary>WSO2's life cycle (API Manager's <c>APILifeCycle.json</c>): which actions a state allows, and which states answer.</summary>
public static class LifecycleRules
{
    /// <summary>What may be done in a state; nothing in <see cref="Lifecycle.Retired"/>. No two steps lead to one state.</summary>
    public static ImmutableArray<LifecycleStep> StepsFrom(Lifecycle state) => state switch
    {
        Lifecycle.Created =>
        [
            new(LifecycleAction.Publish, Lifecycle.Published),
            new(LifecycleAction.DeployAsPrototype, Lifecycle.Prototyped),
        ],
        Lifecycle.Prototyped =>
        [
            new(LifecycleAction.Publish, Lifecycle.Published),
            new(LifecycleAction.DemoteToCreated, Lifecycle.Created),
            new(LifecycleAction.DeployAsPrototype, Lifecycle.Prototyped),
        ],
        Lifecycle.Published =>
        [
            new(LifecycleAction.Block, Lifecycle.Blocked),
            new(LifecycleAction.DeployAsPrototype, Lifecycle.Prototyped),
            new(LifecycleAction.DemoteToCreated, Lifecycle.Created),
            new(LifecycleAction.Deprecate, Lifecycle.Deprecated),
            new(LifecycleAction.Publish, Lifecycle.Published),
        ],
        Lifecycle.Blocked =>
        [
            new(LifecycleAction.Deprecate, Lifecycle.Deprecated),
            new(LifecycleAction.RePublish, Lifecycle.Published),
        ],
        Lifecycle.Deprecated => [new(LifecycleAction.Retire, Lifecycle.Retired)],
        _ => [],
    };

    /// <summary>Where an action leads from a state; null: it is not allowed there.</summary>
    public static Lifecycle? After(Lifecycle state, LifecycleAction action)
    {
        foreach (var step in StepsFrom(state))
        {
            if (step.Action == action)
            {
                return step.To;
            }
        }

        return null;
    }

    /// <summary>The action that leads from one state to another; null: none does.</summary>
    public static LifecycleAction? Between(Lifecycle from, Lifecycle to)
    {
        foreach (var step in StepsFrom(from))
        {
            if (step.To == to)
            {
                return step.Action;
            }
        }

        return null;
    }

    /// <summary>What becomes of a request.</summary>
    /// <param name="state">The API's state.</param>
    /// <param name="byPrototype">Whether a prototype endpoint or a mock is to answer: an API that is not yet for consumers is seen only through these.</param>
    public static Admission Admit(Lifecycle state, bool byPrototype) => state switch
    {
        Lifecycle.Created => byPrototype ? Admission.Served : Admission.Absent,
        Lifecycle.Blocked => Admission.Blocked,
        Lifecycle.Retired => Admission.Absent,
        _ => Admission.Served,
    };

    /// <summary>Whether prototype endpoints and mocks may stand in an API of this state.</summary>
    public static bool AllowsPrototypes(Lifecycle state) => state is Lifecycle.Created or Lifecycle.Prototyped;

    /// <summary>
    /// Whether the API is deployed for consumers. Of the versions of an API that are marked as the default one, the one that is deployed
    /// answers under the context without a version; one that is only created waits.
    /// </summary>
    public static bool IsDeployed(Lifecycle state) => state is not (Lifecycle.Created or Lifecycle.Retired);
}
