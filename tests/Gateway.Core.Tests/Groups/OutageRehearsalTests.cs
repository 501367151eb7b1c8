using Gateway.Core.Groups;
using Gateway.Core.Suspension;

namespace Gateway.Core.Tests.Groups;

/// <summary>A rehearsal that does not come to its end warms up half of what it should.</summary>
public class OutageRehearsalTests
{
    [Fact]
    public void It_goes_through_an_outage_from_the_first_failure_to_the_trial_that_ends_it() => Assert.Equal(
        [MemberState.Suspended, MemberState.Trial, MemberState.Active], OutageRehearsal.Play(101503));
}
