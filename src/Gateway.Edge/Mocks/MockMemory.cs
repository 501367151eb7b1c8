namespace Gateway.Edge.Mocks;

/// <summary>
/// The answers of one script by what it read of the request, for scripts whose answer nothing else decides: what is read next follows from what
/// has been read, so that the answers are the leaves of a tree of questions. Bounded; when it is full it begins anew. Read without a lock.
/// </summary>
internal sealed class MockMemory
{
    private const int MostAnswers = 256;
    private const int MostBytes = 1024 * 1024;
    private const int MostQuestions = 16;
    private const int LongestValue = 256;

    private readonly Lock _gate = new();
    private Node? _root;
    private int _answers;
    private int _bytes;

    /// <summary>What the script would answer; null: it has to run.</summary>
    public MockAnswer? Find(MockMessage message)
    {
        var node = Volatile.Read(ref _root);
        while (node is { Answer: null })
        {
            node = node.After(message.OfRequest(node.Question));
        }

        return node?.Answer;
    }

    /// <summary>Notes an answer.</summary>
    /// <param name="reads">What the run has read, in order, repeated questions left out.</param>
    /// <param name="answer">What came of it.</param>
    public void Keep(IReadOnlyList<MockRead> reads, MockAnswer answer)
    {
        if (reads.Count > MostQuestions || answer.Body.Length > MostBytes / 4 || reads.Any(static read => read.Value?.Length > LongestValue))
        {
            return;
        }

        lock (_gate)
        {
            if (_answers >= MostAnswers || _bytes + answer.Body.Length > MostBytes)
            {
                (_root, _answers, _bytes) = (null, 0, 0);
            }

            Volatile.Write(ref _root, Added(_root, reads, 0, answer));
            (_answers, _bytes) = (_answers + 1, _bytes + answer.Body.Length);
        }
    }

    private static Node Added(Node? node, IReadOnlyList<MockRead> reads, int at, MockAnswer answer) =>
        at == reads.Count ? new Node("", answer, [], null)
        : (node is { Answer: null } && node.Question == reads[at].Name ? node : new Node(reads[at].Name, null, [], null)).With(reads[at].Value, after => Added(after, reads, at + 1, answer));

    /// <summary>A question and where each answer to it leads, or the end of the way. Never changed.</summary>
    private sealed class Node(string question, MockAnswer? answer, Dictionary<string, Node> after, Node? afterNone)
    {
        public string Question => question;

        public MockAnswer? Answer => answer;

        public Node? After(string? value) => value is null ? afterNone : after.GetValueOrDefault(value);

        public Node With(string? value, Func<Node?, Node> next) =>
            value is null ? new Node(question, answer, after, next(afterNone))
            : new Node(question, answer, new Dictionary<string, Node>(after, StringComparer.Ordinal) { [value] = next(After(value)) }, afterNone);
    }
}

/// <summary>A property of the request that a script has read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Null: there is none.</param>
internal readonly record struct MockRead(string Name, string? Value);
