namespace Gateway.Core.Tests.Mediation.Sequences;

/// <summary><c>log</c>: what it says, and what it never says.</summary>
public sealed class LogTests
{
    [Theory]
    [InlineData("<log/>", "Information: To: /a/1/orders/42, MessageID: urn:uuid:r-1, Direction: request")]
    [InlineData("<log level=\"custom\"><property name=\"a\" value=\"1\"/><property name=\"b\" expression=\"$ctx:REST_METHOD\"/></log>", "Information: a = 1, b = POST")]
    [InlineData("<log level=\"custom\" separator=\" | \" category=\"ERROR\"><property name=\"a\" value=\"1\"/><property name=\"b\" value=\"2\"/></log>", "Error: a = 1 | b = 2")]
    [InlineData("<log level=\"full\"/>", "Information: To: /a/1/orders/42, MessageID: urn:uuid:r-1, Direction: request, Payload: {\"a\": 1}")]
    [InlineData("<log level=\"custom\"><property name=\"x\" expression=\"json-eval($.a)\"/></log>", "Information: x = 1")]
    public void A_line_says_what_WSO2s_says(string mediator, string line) =>
        Assert.Equal([line], Flow.Run(mediator, new FakeMessage("{\"a\": 1}", "application/json")).Lines);

    [Theory]
    [InlineData("name=\"x\" expression=\"$trp:Authorization\"", "x = ***")]
    [InlineData("name=\"x\" expression=\"get-property('transport', 'Cookie')\"", "x = ***")]
    [InlineData("name=\"access_token\" expression=\"$trp:Other\"", "access_token = ***")]
    [InlineData("name=\"x\" expression=\"fn:concat('a', $trp:X-API-Key)\"", "x = ***")]
    public void Credentials_are_never_written(string property, string text)
    {
        var message = new FakeMessage().With("Authorization", "Basic hunter2").With("Cookie", "s=hunter2").With("Other", "hunter2").With("X-API-Key", "hunter2");

        Assert.Equal([$"Information: {text}"], Flow.Run($"<log level=\"custom\"><property {property}/></log>", message).Lines);
    }

    [Fact]
    public void A_message_cannot_write_lines_of_its_own()
    {
        var line = Assert.Single(Flow.Run("<log level=\"custom\"><property name=\"q\" expression=\"$url:q\"/></log>", new FakeMessage { Query = "?q=a%0D%0AError:%20b%1B[31m" }).Lines);

        Assert.Equal("Information: q = a Error: b[31m", line);
    }
}
