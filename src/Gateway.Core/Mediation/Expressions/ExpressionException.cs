namespace Gateway.Core.Mediation.Expressions;

/// <summary>An expression cannot be evaluated over this message: it would cost more than is allowed, or a function refuses its arguments.</summary>
public sealed class ExpressionException : Exception
{
    /// <inheritdoc />
    public ExpressionException(string message)
        : base(message)
    {
    }

    /// <inheritdoc />
    public ExpressionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <inheritdoc />
    public ExpressionException()
    {
    }
}
