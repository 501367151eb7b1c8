using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Routing;

namespace Gateway.Core.Mediation.Rules;

/// <summary>The rules of a dynamic endpoint, made ready: a decision is a function of the request. Immutable, safe from any thread.</summary>
public sealed class RouteRules
{
    private readonly ImmutableArray<Rule> _rules;

    private RouteRules(ImmutableArray<Rule> rules) => _rules = rules;

    /// <summary>Makes rules ready that a reader has checked.</summary>
    /// <param name="rules">The rules in the order in which they are asked.</param>
    /// <param name="namespaces">The prefixes of their XPath expressions.</param>
    /// <exception cref="ArgumentException">One of them cannot be used.</exception>
    public static RouteRules Compile(ImmutableArray<RouteRule> rules, ImmutableArray<KeyValuePair<string, string>> namespaces)
    {
        var prefixes = namespaces.ToFrozenDictionary(StringComparer.Ordinal);
        return new RouteRules([.. rules.Select(rule => new Rule(rule, prefixes))]);
    }

    /// <summary>Where a request is to go.</summary>
    /// <param name="subject">The request.</param>
    /// <param name="body">Its body; null while it has not been read.</param>
    /// <param name="decision">The decision: nothing when no rule matches.</param>
    /// <returns>False, and no decision, when it takes the body to tell: ask again with it.</returns>
    public bool TryDecide(IRouteSubject subject, RouteBody? body, out RoutingDecision decision)
    {
        decision = RoutingDecision.None;
        foreach (var rule in _rules)
        {
            switch (rule.Ask(subject, body))
            {
                case RuleAnswer.Awaits:
                    return false;
                case RuleAnswer.Holds:
                    decision = rule.Decide(subject);
                    return true;
            }
        }

        return true;
    }

    private enum RuleAnswer
    {
        HoldsNot,
        Holds,
        Awaits,
    }

    private sealed class Rule
    {
        private readonly ImmutableArray<RuleCondition> _when;
        private readonly BackendAddress? _address;
        private readonly RoutingDecision _to;

        public Rule(RouteRule rule, FrozenDictionary<string, string> namespaces)
        {
            _when = [.. rule.When.Select(condition => new RuleCondition(condition, namespaces))];
            if (!RoutingDecision.IsAddress(rule.To) && !rule.To.StartsWith('{'))
            {
                _to = RoutingDecision.ToEndpoint(rule.To);
            }
            else if (!BackendAddress.TryCompile(rule.To, out _address, out var error, out _))
            {
                throw new ArgumentException(error, nameof(rule));
            }
        }

        public RuleAnswer Ask(IRouteSubject subject, RouteBody? body)
        {
            foreach (var condition in _when)
            {
                if (body is null && condition.Awaits(subject))
                {
                    return RuleAnswer.Awaits;
                }

                if (!condition.Holds(subject, body))
                {
                    return RuleAnswer.HoldsNot;
                }
            }

            return RuleAnswer.Holds;
        }

        // An expansion that gives no address is told so when it is read: it is the request's doing.
        public RoutingDecision Decide(IRouteSubject subject) => _address is null
            ? _to
            : RoutingDecision.ToComputed(_address.Compose([], [], subject.ReadVariables(), appendPath: false) ?? "");
    }
}
