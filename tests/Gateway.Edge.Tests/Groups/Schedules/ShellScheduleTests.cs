using CsCheck;

namespace Gateway.Edge.Tests.Groups.Schedules;

public sealed class ShellScheduleTests
{
    private static readonly Gen<(int Kind, int Number)[]> Steps = Gen.Select(Gen.Int[0, 17], Gen.Int[0, 9999]).Array[1, 200];

    // On a thread of the pool: what follows the end of a call has to follow at once there, and the test runner's own scheduler would
    // put it off.
    [Fact]
    public Task In_whatever_order_things_happen_no_turn_is_lost_or_used_twice_and_nobody_waits_for_nothing() => Task.Run(
        () => Gen.Select(Gen.ULong, Steps).Sample(
            (random, steps) =>
            {
                using var schedule = new ShellSchedule(random);
                foreach (var (kind, number) in steps)
                {
                    schedule.Step(kind, number);
                }

                schedule.End();
            },
            iter: 3000));
}
