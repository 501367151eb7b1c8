using Gateway.Core.Mediation.Sequences;
using Gateway.Edge.Pipeline;

namespace Gateway.Edge.Mediation;

/// <summary>Faults of sequences.</summary>
internal static class MediationFault
{
    private const string Report = "Status report";

    public static Fault RequestTooLarge { get; } =
        new(413, "413", Report, "Content Too Large", "The request's body is larger than the sequences of this API read");

    public static Fault RequestCoded { get; } =
        new(415, "415", Report, "Unsupported Media Type", "The request's body is coded in a way that the sequences of this API cannot read");

    public static Fault AnswerTooLarge { get; } =
        new(502, "101506", Report, "Runtime Error", "The backend's answer is larger than the sequences of this API read");

    public static Fault AnswerCoded { get; } =
        new(502, "101506", Report, "Runtime Error", "The backend's answer is coded in a way that the sequences of this API cannot read");

    /// <summary>The body broke the rules of HTTP while it was read.</summary>
    public static Fault BadBody(int status) =>
        new(status, $"{status}", Report, "Bad Request", "The request's body could not be read");

    /// <summary>A sequence failed: WSO2's answer for that.</summary>
    public static Fault Of(MediationFailure failure) => new(500, failure.Code, Report, "Runtime Error", failure.Message);
}
