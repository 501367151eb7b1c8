using System.Text;
using Gateway.Core.Sessions;

namespace Gateway.Core.Tests.Sessions;

public class SoapSessionIdTests
{
    private static readonly TimeSpan Now = TimeSpan.FromDays(20_000);
    private static readonly SessionSeal Seal = new("the cluster's key: 32 characters or more"u8, "pets");
    private static readonly SessionSeal Other = new("the cluster's key: 32 characters or more"u8, "outer");

    [Theory]
    [InlineData("urn:uuid:1", "urn:uuid:1", "")]
    [InlineData("urn:uuid:1;gateway=x;gateway=y", "urn:uuid:1", ";gateway=x;gateway=y")]
    [InlineData(";gateway=x", "", ";gateway=x")]
    [InlineData("", "", "")]
    public void An_id_is_the_services_part_and_what_the_gateway_added(string text, string own, string tokens) =>
        Assert.Equal(new SoapSessionId(own, tokens), SoapSessionId.Of(text));

    [Fact]
    public void Of_several_tokens_each_group_finds_its_own_wherever_it_stands()
    {
        var key = RequestKeys.OfText("urn:1");
        var end = Now + TimeSpan.FromMinutes(1);
        var added = SoapSessionId.Added(Other.Write(7, key, end)) + ";gateway=broken" + SoapSessionId.Added(Seal.Write(8, key, end));
        var id = SoapSessionId.Of("urn:1" + added);

        Assert.True(id.TryRead(Seal, Now, out var tag));
        Assert.Equal(8UL, tag);
        Assert.True(id.TryRead(Other, Now, out tag));
        Assert.Equal(7UL, tag);
        Assert.False(id.TryRead(Seal, end, out _));
        Assert.False(SoapSessionId.Of("urn:2" + added).TryRead(Seal, Now, out _));
        Assert.False(SoapSessionId.Of("urn:1").TryRead(Seal, Now, out _));
    }

    [Theory]
    [InlineData("<x:ServiceGroupId a='b'>id</x:ServiceGroupId>", "<x:ServiceGroupId a='b'>new</x:ServiceGroupId>")]
    [InlineData("<ServiceGroupId>\n id \n</ServiceGroupId><a>id</a><ServiceGroupId>id</ServiceGroupId>", "<ServiceGroupId>\n new \n</ServiceGroupId><a>id</a><ServiceGroupId>new</ServiceGroupId>")]
    [InlineData("<ServiceGroupId>id2</ServiceGroupId>", null)]
    [InlineData("<ServiceGroupId>i&#100;</ServiceGroupId>", null)]
    [InlineData("<a>id</a>", null)]
    [InlineData("<ServiceGroupId>id", null)]
    [InlineData("<ServiceGroupId", null)]
    [InlineData("", null)]
    public void Only_the_text_of_elements_of_its_name_is_changed(string message, string? changed) => Assert.Equal(
        changed, SoapSessionId.Replace(Encoding.UTF8.GetBytes(message), "id", "new") is { } bytes ? Encoding.UTF8.GetString(bytes) : null);
}
