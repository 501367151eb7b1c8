using CsCheck;
using Gateway.Core.Groups;

namespace Gateway.Core.Tests.Groups;

public class EpochTests
{
    private static readonly Gen<Epoch> Epochs = Gen.Select(Gen.Long[0, 3], Gen.Long[0, 3], (number, tag) => new Epoch(number, tag));

    private static readonly Gen<Stamp> Stamps = Gen.Select(Epochs, Gen.Long[0, 3], (epoch, version) => new Stamp(epoch, version));

    [Theory]
    [InlineData(0, 0, 1000, 1000)]
    [InlineData(1000, 0, 1000, 1001)]
    [InlineData(5, 2000, 1000, 2001)]
    [InlineData(3000, 2000, 1000, 3001)]
    [InlineData(0, 0, 0, 1)]
    public void The_next_epoch_is_later_than_what_is_stored_and_seen_and_not_behind_the_clock(long stored, long seen, long utc, long number) =>
        Assert.Equal(new Epoch(number, 5), Epoch.After(stored, seen, utc, 5));

    [Fact]
    public void A_tag_is_never_negative() => Assert.Equal(long.MaxValue, Epoch.After(0, 0, 1, -1).Tag);

    [Fact]
    public void Epochs_are_ordered_by_number_then_tag() => Gen.Select(Epochs, Epochs).Sample((left, right) =>
    {
        var order = (left.Number, left.Tag).CompareTo((right.Number, right.Tag));
        Assert.Equal(order < 0, left < right);
        Assert.Equal(order > 0, left > right);
        Assert.Equal(order <= 0, left <= right);
        Assert.Equal(order >= 0, left >= right);
    });

    [Fact]
    public void Stamps_are_ordered_by_epoch_then_version() => Gen.Select(Stamps, Stamps).Sample((left, right) =>
    {
        var order = (left.Epoch.Number, left.Epoch.Tag, left.Version).CompareTo((right.Epoch.Number, right.Epoch.Tag, right.Version));
        Assert.Equal(order < 0, left < right);
        Assert.Equal(order > 0, left > right);
        Assert.Equal(order <= 0, left <= right);
        Assert.Equal(order >= 0, left >= right);
    });

    [Fact]
    public void Nothing_seen_is_older_than_every_snapshot() => Assert.True(default(Stamp) < new Stamp(new Epoch(1, 0), 1));
}
