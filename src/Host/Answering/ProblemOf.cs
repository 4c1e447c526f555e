using MoECollab.Errors;

namespace MoECollab.Host.Answering;

/// <summary>Which status a failure has.</summary>
internal static class ProblemOf
{
    private static readonly Dictionary<string, int> Statuses = new(StringComparer.Ordinal)
    {
        ["queue-full"] = 429,
        ["batch-too-large"] = 413,
        ["draining"] = 503,
        ["not-ready"] = 503,
        ["no-expert"] = 503,
        ["expert-not-loaded"] = 503,
        ["all-experts-failed"] = 503,
        ["too-few-experts"] = 503,
        ["cancelled"] = 503,
        ["deadline-exceeded"] = 504,
        ["expert-timeout"] = 504,
        ["package-name"] = 400,
        ["not-found"] = 404,
    };

    public static Problem Fault(MoECollabException fault)
    {
        if (fault is ProblemException { Problem: var problem })
            return problem;
        var status = Statuses.TryGetValue(fault.Code, out var known) ? known
            : fault.Code.EndsWith("-not-found", StringComparison.Ordinal) ? 404
            : 409;
        return new Problem(status, fault.Code, fault.Message) { RetryAfterSeconds = status is 429 or 503 ? 1 : null };
    }
}
