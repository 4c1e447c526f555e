using MoECollab.Errors;
using MoECollab.Experts;

namespace MoECollab.Host.Budget;

/// <summary>A package that needs certain weights.</summary>
/// <param name="Id">Its expert's id.</param>
/// <param name="Create">Makes the expert from the package's files.</param>
/// <param name="Content">The hash of what it is made from, as the files are now.</param>
internal sealed record WeightOwner(string Id, Func<IExpert> Create, Func<string> Content)
{
    /// <summary>Its files in host memory; null where the weights are there themselves.</summary>
    public StagedFiles? Files { get; init; }

    /// <summary>Makes the expert, if its files are those of a content.</summary>
    /// <exception cref="MoECollabException">They are not (<c>package-changed</c>).</exception>
    public IExpert Make(string content)
    {
        Files?.Hold();
        try
        {
            if (Content() != content)
                throw new MoECollabException("package-changed", $"The files of '{Id}' were changed since it was loaded, and its weights had left the memory. Reload it.");
            return Create();
        }
        finally
        {
            Files?.Release();
        }
    }
}
