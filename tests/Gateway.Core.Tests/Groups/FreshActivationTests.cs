using Gateway.Core.Groups;
using Gateway.Core.Suspension;

namespace Gateway.Core.Tests.Groups;

/// <summary>What an activation makes of a trial that was due when its predecessor ended.</summary>
public class FreshActivationTests
{
    [Fact]
    public void A_new_activation_gives_a_trial_its_time_from_when_it_may_deal_it()
    {
        var rules = Jury.Judged("a b", Jury.Member with
        {
            Suspend = new SuspensionPolicy([], TimeSpan.FromSeconds(3), 1, TimeSpan.FromSeconds(3)), Health = null,
        });
        var record = new GroupRecord
        {
            EpochNumber = 5,
            Members =
            [
                new MemberRecord("a", 1),
                new MemberRecord("b", 1)
                {
                    Gen = 3, State = MemberState.Trial, Stage = FailureStage.Answer, LengthMs = 3000, LastSuspensionMs = 3000, Suspensions = 1,
                },
            ],
        };
        var jury = new Jury(rules, "a b", settled: false, record: record);

        // The first five seconds are another activation's, if there is one: nobody can have been given leave to try it.
        Assert.Equal(MemberState.Trial, jury.Pass(7750).StateOf("b"));
        Assert.Equal(MemberState.Active, jury.Pass(250).StateOf("b"));
    }
}
