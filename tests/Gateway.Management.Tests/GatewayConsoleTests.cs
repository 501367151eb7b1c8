using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Management.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Management.Tests;

public sealed class GatewayConsoleTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text")]
    public async Task An_event_is_one_line_with_the_time_in_utc(string? form)
    {
        var written = await WriteAsync(form, "Gateway.Edge", LogLevel.Information);

        Assert.Matches(new Regex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info: Gateway\.Edge\[0\] two lines in one\r?\n$"), written);
    }

    [Fact]
    public async Task Json_is_one_object_per_event()
    {
        using var line = JsonDocument.Parse(await WriteAsync("json", "Gateway.Edge", LogLevel.Information));

        Assert.Equal("two\nlines in one", line.RootElement.GetProperty("Message").GetString());
        Assert.EndsWith("Z", line.RootElement.GetProperty("Timestamp").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Gateway.Edge", LogLevel.Debug, false)]
    [InlineData("Gateway.Edge", LogLevel.Information, true)]
    [InlineData("Orleans.Runtime.Silo", LogLevel.Information, false)]
    [InlineData("Orleans.Runtime.Silo", LogLevel.Warning, true)]
    [InlineData("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Warning, true)]
    [InlineData("Polly", LogLevel.Error, false)]
    [InlineData("System.Net.Http.HttpClient", LogLevel.Information, false)]
    [InlineData("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Error, false)]
    [InlineData("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical, true)]
    public async Task Libraries_speak_up_only_to_warn(string category, LogLevel level, bool isWritten) =>
        Assert.Equal(isWritten, (await WriteAsync("text", category, level)).Length > 0);

    [Fact]
    public void A_form_that_does_not_exist_is_one_line_with_a_remedy()
    {
        var refusal = Assert.Throws<NodeStartException>(() => LoggerFactory.Create(logging => logging.AddGatewayConsole("xml")));

        Assert.Equal("GATEWAY_LOG is 'xml', which is no form of the log; use text or json", refusal.Message);
    }

    private static async Task<string> WriteAsync(string? form, string category, LogLevel level)
    {
        var before = Console.Out;
        using var writer = new StringWriter();
        Console.SetOut(writer);
        try
        {
            // The console's queue is emptied when its provider is disposed of.
            await using var services = new ServiceCollection().AddLogging(logging => logging.AddGatewayConsole(form)).BuildServiceProvider();
#pragma warning disable CA1848, CA2254 // One event of a test.
            services.GetRequiredService<ILoggerFactory>().CreateLogger(category).Log(level, "two\nlines in one");
#pragma warning restore CA1848, CA2254
        }
        finally
        {
            Console.SetOut(before);
        }

        return writer.ToString();
    }
}
