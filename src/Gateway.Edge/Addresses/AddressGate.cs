using System.Collections.Immutable;
using Gateway.Core.Addresses;
using Gateway.Core.Attempts;
using Gateway.Core.Endpoints;
using Gateway.Management.Telemetry;

namespace Gateway.Edge.Addresses;

/// <summary>The shell around the <see cref="AddressBook"/> of one endpoint: reads the clock, and says what changes. The lock is held for decisions only.</summary>
internal sealed class AddressGate
{
    private readonly Lock _gate = new();
    private readonly string _endpoint;
    private readonly AddressBook _book;
    private readonly AddressLog _log;
    private readonly GatewayInstruments _instruments;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly RefusalPace _pace = new();

    public AddressGate(AddressedEndpoint endpoint, AddressLog log, GatewayInstruments instruments, TimeProvider clock)
    {
        var settings = endpoint.Settings;
        _endpoint = endpoint.Name;
        _book = new AddressBook(settings.Suspend, settings.Mark, settings.ConnectTimeout + settings.Timeout);
        _log = log;
        _instruments = instruments;
        _clock = clock;
        _start = clock.GetTimestamp();
    }

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    /// <summary>Takes over the settings of a later catalog.</summary>
    public void Adopt(BackendSettings settings)
    {
        lock (_gate)
        {
            _book.Adopt(settings.Suspend, settings.Mark, settings.ConnectTimeout + settings.Timeout);
        }
    }

    /// <summary>Asks whether an address may be tried; see <see cref="AddressBook.MayTry"/>.</summary>
    public bool MayTry(string authority, out AddressPermit permit, out TimeSpan wait)
    {
        lock (_gate)
        {
            return _book.MayTry(authority, Now, out permit, out wait);
        }
    }

    /// <summary>Notes how a try ended.</summary>
    public void Note(in AddressPermit permit, AttemptOutcome outcome)
    {
        var change = AddressChange.None;
        lock (_gate)
        {
            if (outcome.End == AttemptEnd.Answered)
            {
                change = _book.Succeeded(permit);
            }
            else if (outcome.IsBackendFault)
            {
                change = _book.Failed(permit, outcome.ErrorCode, Now);
            }
            else
            {
                _book.GaveBack(permit);
            }
        }

        switch (change)
        {
            case AddressChange.LeftAlone:
                _instruments.AddressSuspended(_endpoint);
                _log.LeftAlone(permit.Authority, _endpoint, outcome.ErrorCode);
                break;
            case AddressChange.Back:
                _log.Back(permit.Authority, _endpoint);
                break;
        }
    }

    /// <summary>Notes that an address was refused: always counted, and told now and then.</summary>
    public void Refused(AddressRefusal refusal)
    {
        _instruments.AddressRefused(_endpoint, AddressRefusals.Word(refusal));
        bool isDue;
        lock (_gate)
        {
            isDue = _pace.IsDue(refusal, Now);
        }

        if (isDue)
        {
            _log.Refused(_endpoint, AddressRefusals.Word(refusal));
        }
    }

    /// <summary>The addresses that are not simply in use.</summary>
    public ImmutableArray<AddressStanding> LeftAlone()
    {
        lock (_gate)
        {
            return _book.LeftAloneAt(Now);
        }
    }
}
