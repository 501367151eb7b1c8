using Microsoft.AspNetCore.Http;

namespace Gateway.Management.Audit;

/// <summary>What a change was, in the words of whoever made it.</summary>
internal sealed class ChangeNote
{
    /// <summary>What was changed, as it stood; empty: not known.</summary>
    public string Before { get; set; } = "";

    /// <summary>What was changed, as it stands; empty: not known.</summary>
    public string After { get; set; } = "";

    /// <summary>Why; empty: nobody has said.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The request is still being read: nothing has been done yet.</summary>
    public bool IsReading { get; set; }

    /// <summary>It was only asked what a change would do.</summary>
    public bool IsRehearsal { get; set; }
}

/// <summary>How handlers of changes say what they have done.</summary>
public static class ChangeNoting
{
    /// <summary>Says it for the audit event that every change makes. Never a secret: everybody who may look can read it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="before">What is changed, as it stood.</param>
    /// <param name="after">What is changed, as it stands.</param>
    /// <param name="reason">Why; empty: nobody has said.</param>
    public static void NoteChange(this HttpContext context, string before, string after, string reason)
    {
        if (context.Features.Get<ChangeNote>() is { } note)
        {
            (note.Before, note.After, note.Reason) = (before, after, reason);
        }
    }

    /// <summary>Reads what a change needs of its request. A client that breaks off meanwhile has changed nothing, and makes no event.</summary>
    /// <param name="context">The request.</param>
    /// <param name="read">Reads it.</param>
    public static async Task<T> ReadForChangeAsync<T>(this HttpContext context, Func<HttpContext, ValueTask<T>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var note = context.Features.Get<ChangeNote>();
        note?.IsReading = true;
        var what = await read(context).ConfigureAwait(false);
        note?.IsReading = false;
        return what;
    }

    /// <summary>Says that nothing is changed: it was only asked what a change would do, or it was not begun. It makes no event.</summary>
    public static void NoteRehearsal(this HttpContext context)
    {
        if (context.Features.Get<ChangeNote>() is { } note)
        {
            note.IsRehearsal = true;
        }
    }
}
