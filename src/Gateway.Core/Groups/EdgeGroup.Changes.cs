using Gateway.Core.Events;

namespace Gateway.Core.Groups;

/// <content>What changed on this edge alone, to be told to the cluster.</content>
public sealed partial class EdgeGroup
{
    // Null until the grain has been reached for the first time: an edge starts alone, and that is no change.
    private bool? _toldDegraded;

    /// <summary>The changes since the last call: none, most of the time.</summary>
    public IReadOnlyList<EdgeChange> TakeChanges()
    {
        List<EdgeChange>? changes = null;
        if (_toldDegraded != _circuit.IsOpen && (_toldDegraded is not null || !_circuit.IsOpen))
        {
            if (_toldDegraded is not null)
            {
                (changes ??= []).Add(new EdgeChange(_circuit.IsOpen ? EventKind.GroupDegraded : EventKind.GroupBack, "", 0, _seen));
            }

            _toldDegraded = _circuit.IsOpen;
        }

        foreach (var member in _order)
        {
            var isPrivate = member.Overlay is { IsPrivate: true, Kind: not OverlayKind.None };
            if (isPrivate != member.IsToldPrivate)
            {
                member.IsToldPrivate = isPrivate;
                (changes ??= []).Add(new EdgeChange(
                    isPrivate ? EventKind.OverlayPrivate : EventKind.OverlayEnded, member.Id, isPrivate ? member.Overlay.ErrorCode : 0, _seen));
            }
        }

        return changes is null ? [] : changes;
    }
}

/// <summary>A change on one edge alone.</summary>
/// <param name="Kind">What changed.</param>
/// <param name="Member">The member; empty: the group as a whole.</param>
/// <param name="ErrorCode">WSO2's code of the failure behind it; 0: none.</param>
/// <param name="Stamp">The newest stamp the edge had.</param>
public readonly record struct EdgeChange(EventKind Kind, string Member, int ErrorCode, Stamp Stamp);
