using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Cli.Server;
using Gateway.Core.Configuration;

namespace Gateway.Cli.Members;

/// <summary><c>gateway suspend|resume|drain|off GROUP/MEMBER</c>: an operator's word on one member, for the whole cluster.</summary>
internal static class WordCommand
{
    private static readonly (string Word, string Description)[] Words =
    [
        ("suspend", "Suspend a member, as if it had failed; with its trial afterwards"),
        ("resume", "Bring a member back, whatever kept it out"),
        ("drain", "Let a member finish what it has, and give it nothing new"),
        ("off", "Switch a member off: nothing new, sessions included"),
    ];

    public static IEnumerable<Command> All(ServerOptions server, TextWriter output, TextWriter errors) =>
        Words.Select(word => Create(word.Word, word.Description, server, output, errors));

    private static Command Create(string word, string description, ServerOptions server, TextWriter output, TextWriter errors)
    {
        var member = new Argument<string>("GROUP/MEMBER") { Description = "A group and one of its members; a single endpoint is a group of itself: pets/pets" };
        var reason = new Option<string>("--reason") { Description = "Why; told in the cluster's events" };
        var span = new Option<string?>("--for") { Description = "For how long, such as 10m; else until resume", HelpName = "DURATION" };
        server.OfMembers(member);
        member.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !IsMember(text))
            {
                result.AddError($"'{text}' is no member; write it as GROUP/MEMBER, a single endpoint as NAME/NAME.");
            }
        });
        span.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !(Duration.TryParse(text, out var length) && length > TimeSpan.Zero))
            {
                result.AddError($"'{text}' is no duration; write it as 30s, 10m or 2h.");
            }
        });
        var command = new Command(word, description) { member, reason };
        if (word != "resume")
        {
            command.Add(span);
        }

        server.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = server.Connect(parsed, out var fault);
            if (client is null)
            {
                await errors.WriteLineAsync($"gateway: {fault}").ConfigureAwait(false);
                return ExitCodes.WrongUsage;
            }

            var length = word != "resume" && parsed.GetValue(span) is { } text && Duration.TryParse(text, out var given) ? given : (TimeSpan?)null;
            var (group, id) = Split(parsed.GetRequiredValue(member));
            var answer = await client.PostAsync(
                $"v1/groups/{Uri.EscapeDataString(group)}/members/{Uri.EscapeDataString(id)}/{word}", Body(parsed.GetValue(reason), length), cancellation)
                .ConfigureAwait(false);
            if (server.WantsJson(parsed))
            {
                await output.WriteLineAsync(answer.Body).ConfigureAwait(false);
            }
            else if (answer.Detail.Length > 0)
            {
                await errors.WriteLineAsync($"gateway: {answer.Detail}").ConfigureAwait(false);
            }
            else
            {
                await output.WriteLineAsync(Told(answer.Body, group, id)).ConfigureAwait(false);
            }

            return answer.ExitCode;
        });
        return command;
    }

    private static bool IsMember(string text) => text.Split('/') is [{ Length: > 0 }, { Length: > 0 }];

    private static (string Group, string Member) Split(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return (text[..slash], text[(slash + 1)..]);
    }

    private static string Body(string? reason, TimeSpan? span)
    {
        var body = new JsonObject();
        if (reason is not null)
        {
            body["reason"] = reason;
        }

        if (span is { } length)
        {
            body["forMs"] = (long)length.TotalMilliseconds;
        }

        return body.ToJsonString();
    }

    private static string Told(string body, string group, string id)
    {
        using var answer = JsonDocument.Parse(body);
        foreach (var member in answer.RootElement.Items("members"))
        {
            if (member.Text("id") == id)
            {
                var span = member.Part("operator")?.Number("forMs") is > 0 and var word ? $" for {Answers.Span(word)}"
                    : member.Number("suspendedForMs") is > 0 and var left ? $" for {Answers.Span(left)}"
                    : "";
                return $"{group}/{id} is {member.Text("state")}{span}";
            }
        }

        return $"{group}/{id}: done";
    }
}
