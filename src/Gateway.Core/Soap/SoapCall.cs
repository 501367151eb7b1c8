namespace Gateway.Core.Soap;

/// <summary>Which operation a SOAP request calls.</summary>
/// <param name="Action">Its SOAPAction, or the <c>action</c> of its content type, without quotes; empty: none.</param>
/// <param name="Operation">Local name of the first element in its body; empty: none, or it was not looked at.</param>
/// <param name="Space">That element's namespace.</param>
public sealed record SoapCall(string Action, string Operation, string Space)
{
    /// <summary>Whether it is the call that a resource stands for.</summary>
    /// <param name="action">The resource's action; empty: any.</param>
    /// <param name="operation">The resource's operation, <c>Name</c> or <c>{namespace}Name</c>; empty: any.</param>
    public bool Is(string action, string operation) => (action.Length == 0 || action == Action) && (operation.Length == 0 || IsOperation(operation));

    private bool IsOperation(string operation)
    {
        if (operation[0] != '{')
        {
            return operation == Operation;
        }

        var end = operation.IndexOf('}');
        return Operation.AsSpan().SequenceEqual(operation.AsSpan(end + 1)) && Space.AsSpan().SequenceEqual(operation.AsSpan(1, end - 1));
    }
}
