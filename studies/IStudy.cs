namespace MoECollab.Studies;

/// <summary>One experiment on named public data.</summary>
internal interface IStudy
{
    /// <summary>Its name on the command line and its folder's.</summary>
    string Name { get; }

    /// <summary>What it asks, in a sentence.</summary>
    string Question { get; }

    /// <summary>The data files it reads, below the data folder.</summary>
    IReadOnlyList<string> Files { get; }

    /// <summary>Runs it; finished cells are kept and not computed again.</summary>
    /// <param name="run">Data, seeds and kept cells.</param>
    /// <returns>What was found.</returns>
    Findings Run(StudyRun run);
}
