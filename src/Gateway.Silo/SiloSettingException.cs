namespace Gateway.Silo;

/// <summary>A setting of <c>[cluster]</c> that reads well and cannot be used here. The message is one line: key, fact, remedy.</summary>
/// <param name="message">That line.</param>
public sealed class SiloSettingException(string message) : Exception(message);
