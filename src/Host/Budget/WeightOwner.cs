using MoECollab.Experts;

namespace MoECollab.Host.Budget;

/// <summary>A package that needs certain weights.</summary>
/// <param name="Id">Its expert's id.</param>
/// <param name="Create">Makes the expert from the package's files.</param>
/// <param name="Content">The hash of what it is made from, as the files are now.</param>
internal sealed record WeightOwner(string Id, Func<IExpert> Create, Func<string> Content);
