using MoECollab.Errors;

namespace MoECollab.Host.Answering;

/// <summary>A request is refused.</summary>
internal sealed class ProblemException(Problem problem) : MoECollabException(problem.Code, problem.Detail)
{
    public Problem Problem => problem;

    public static ProblemException Invalid(string detail) => new(Problem.Invalid(detail));

    public static ProblemException NotFound(string detail) => new(Problem.NotFound(detail));
}
