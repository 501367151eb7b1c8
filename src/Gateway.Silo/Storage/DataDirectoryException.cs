namespace Gateway.Silo.Storage;

/// <summary>A data directory cannot be had. The message is one line for the console: which directory, why, what to do.</summary>
/// <param name="message">That line.</param>
public sealed class DataDirectoryException(string message) : Exception(message);
