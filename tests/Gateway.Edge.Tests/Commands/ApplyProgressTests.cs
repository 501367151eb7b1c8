using Gateway.Cli.Revisions;
using Spectre.Console;

namespace Gateway.Edge.Tests.Commands;

/// <summary>What a terminal shows while a revision spreads.</summary>
public sealed class ApplyProgressTests
{
    [Fact]
    public void Each_edge_is_a_row_with_what_it_serves_and_a_name_cannot_be_taken_for_markup()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(text),
        });

        console.Write(ApplyProgress.Draw(
            """{"revision":8,"edges":[{"id":"a[red]","state":"current","revision":8},{"id":"edge-2","state":"missing","revision":7}]}"""));

        var lines = text.ToString().Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains(lines, line => line.Contains("a[red]", StringComparison.Ordinal) && line.Contains('8') && line.Contains("current", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("edge-2", StringComparison.Ordinal) && line.Contains('7') && line.Contains("missing", StringComparison.Ordinal));
        Assert.Contains("revision 8 runs", text.ToString(), StringComparison.Ordinal);
    }
}
