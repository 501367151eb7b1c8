using Gateway.Core.Configuration.Sealing;
using Gateway.Core.Events;
using Gateway.Grains.Catalog;
using Gateway.Management.Telemetry;

namespace Gateway.Edge.Catalog;

/// <summary>What an edge makes of the cluster's answers.</summary>
internal sealed partial class CatalogSubscription
{
    private Core.Configuration.Catalog? Read(CatalogAnswer answer)
    {
        var read = _sealing.Open($"revision-{answer.Revision}", answer.Text!, answer.Hash);
        if (read.Value is null)
        {
            // Another version of the program wrote what this one cannot serve, or it is sealed with a key that this node does not have. Said once.
            _fault = CatalogSecrets.KeyIdOf(answer.Text!) is { Length: > 0 } key && key != _sealing.KeyId
                ? "it is sealed with another [cluster] key than this node has" : "its version cannot serve it";
            if (_unusable != answer.Hash)
            {
                _unusable = answer.Hash;
                _instruments.Reloaded(ReloadOutcome.Refused);
                LogUnreadable(answer.Revision, string.Join(Environment.NewLine, read.Problems));
                NoteRefused(answer.Revision, _fault);
            }
        }

        return read.Value;
    }

    private void Tell(Core.Configuration.Catalog offer, CatalogAnswer answer)
    {
        switch (answer.Status)
        {
            case CatalogStatus.Stale:
                _instruments.Reloaded(ReloadOutcome.Refused);
                LogStale(offer.Bundle.Hash[..12], answer.Revision);
                NoteRefused(answer.Revision, "the node's file is an earlier revision");
                break;
            case CatalogStatus.Refused:
                _instruments.Reloaded(ReloadOutcome.Refused);
                LogRefused(string.Join(Environment.NewLine, answer.Problems));
                NoteRefused(answer.Revision, $"the cluster refuses the node's catalog: {answer.Problems.Length} problems, in the node's log");
                break;
            case CatalogStatus.Current:
                _instruments.Reloaded(ReloadOutcome.Unchanged);
                break;
        }
    }

    private void NoteRefused(long revision, string why) =>
        _outbox.Note(ClusterEvent.Of(EventKind.ConfigurationRefused, _node.Id) with { Number = revision, Detail = why });
}
