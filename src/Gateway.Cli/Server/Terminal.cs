using Spectre.Console;

namespace Gateway.Cli.Server;

/// <summary>Where trees and tables are drawn: in colour on a terminal, as plain text that nothing breaks into lines anywhere else.</summary>
internal static class Terminal
{
    private const int NoWidth = 400;

    /// <summary>Whether a person looks at it.</summary>
    public static bool IsWatched(TextWriter output) => ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    /// <summary>Draws on a writer.</summary>
    public static IAnsiConsole On(TextWriter output)
    {
        var isWatched = IsWatched(output);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isWatched ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isWatched ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!isWatched)
        {
            console.Profile.Width = NoWidth;
            console.Profile.Capabilities.Unicode = true;
        }

        return console;
    }
}
