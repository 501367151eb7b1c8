using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

public class LifecycleRulesTests
{
    // Rows: from. Columns: Publish, Deploy as a Prototype, Demote to Created, Block, Re-Publish, Deprecate, Retire. A dot: not allowed.
    private static readonly Dictionary<Lifecycle, string> Table = new()
    {
        [Lifecycle.Created] = "PUBLISHED PROTOTYPED . . . . .",
        [Lifecycle.Prototyped] = "PUBLISHED PROTOTYPED CREATED . . . .",
        [Lifecycle.Published] = "PUBLISHED PROTOTYPED CREATED BLOCKED . DEPRECATED .",
        [Lifecycle.Blocked] = ". . . . PUBLISHED DEPRECATED .",
        [Lifecycle.Deprecated] = ". . . . . . RETIRED",
        [Lifecycle.Retired] = ". . . . . . .",
    };

    public static TheoryData<Lifecycle, LifecycleAction> EveryStateAndAction()
    {
        var data = new TheoryData<Lifecycle, LifecycleAction>();
        foreach (var state in Enum.GetValues<Lifecycle>())
        {
            foreach (var action in Enum.GetValues<LifecycleAction>())
            {
                data.Add(state, action);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryStateAndAction))]
    public void An_action_leads_where_WSO2s_life_cycle_says_or_nowhere(Lifecycle state, LifecycleAction action)
    {
        var column = LifecycleWords.Actions.Select(pair => pair.Action).ToList().IndexOf(action);
        var said = Table[state].Split(' ')[column];

        Assert.Equal(said == "." ? null : LifecycleWords.State(said), LifecycleRules.After(state, action));
    }

    [Fact]
    public void Between_two_states_there_is_the_one_action_that_leads_there()
    {
        foreach (var from in Enum.GetValues<Lifecycle>())
        {
            var steps = LifecycleRules.StepsFrom(from);
            Assert.Equal(steps.Length, steps.Select(step => step.To).Distinct().Count());
            foreach (var to in Enum.GetValues<Lifecycle>())
            {
                var action = LifecycleRules.Between(from, to);
                Assert.Equal(steps.Any(step => step.To == to), action is not null);
                Assert.True(action is null || LifecycleRules.After(from, action.Value) == to);
            }
        }
    }

    [Theory]
    [InlineData(Lifecycle.Created, false, Admission.Absent)]
    [InlineData(Lifecycle.Created, true, Admission.Served)]
    [InlineData(Lifecycle.Prototyped, false, Admission.Served)]
    [InlineData(Lifecycle.Prototyped, true, Admission.Served)]
    [InlineData(Lifecycle.Published, false, Admission.Served)]
    [InlineData(Lifecycle.Published, true, Admission.Served)]
    [InlineData(Lifecycle.Blocked, false, Admission.Blocked)]
    [InlineData(Lifecycle.Blocked, true, Admission.Blocked)]
    [InlineData(Lifecycle.Deprecated, false, Admission.Served)]
    [InlineData(Lifecycle.Deprecated, true, Admission.Served)]
    [InlineData(Lifecycle.Retired, false, Admission.Absent)]
    [InlineData(Lifecycle.Retired, true, Admission.Absent)]
    public void A_state_says_what_becomes_of_a_request(Lifecycle state, bool byPrototype, Admission admission) =>
        Assert.Equal(admission, LifecycleRules.Admit(state, byPrototype));

    [Fact]
    public void Words_are_read_in_any_case_and_written_in_WSO2s()
    {
        Assert.Equal(Enum.GetValues<Lifecycle>(), LifecycleWords.States.Select(pair => pair.State));
        Assert.Equal(Enum.GetValues<LifecycleAction>().Order(), LifecycleWords.Actions.Select(pair => pair.Action).Order());
        Assert.Equal(Lifecycle.Blocked, LifecycleWords.State("blocked"));
        Assert.Equal(LifecycleAction.RePublish, LifecycleWords.Action("re-publish"));
        Assert.Equal("Deploy as a Prototype", LifecycleWords.Of(LifecycleAction.DeployAsPrototype));
        Assert.Null(LifecycleWords.State("GONE"));
        Assert.Null(LifecycleWords.Action(""));
    }
}
