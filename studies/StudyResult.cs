namespace MoECollab.Studies;

/// <summary>What a study found, as <c>result.json</c> keeps it.</summary>
public sealed record StudyResult
{
    /// <summary>The study's name.</summary>
    public required string Study { get; init; }

    /// <summary>What it asks.</summary>
    public required string Question { get; init; }

    /// <summary>Whether the run was quick; figures of a quick run are never quoted.</summary>
    public required bool Quick { get; init; }

    /// <summary>The command that runs it again.</summary>
    public required string Command { get; init; }

    /// <summary>Seeds of all randomness.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>The kind of machine, in words.</summary>
    public required string Machine { get; init; }

    /// <summary>Data files and their hashes.</summary>
    public required IReadOnlyList<StudyFile> Data { get; init; }

    /// <summary>What the issue asks for, what was found, whether it holds.</summary>
    public required IReadOnlyList<StudyGoal> Goals { get; init; }

    /// <summary>Differences between systems on the same rows.</summary>
    public required IReadOnlyList<StudyDifference> Differences { get; init; }

    /// <summary>What the figures say, and what was tried besides, in sentences.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>Tables for people.</summary>
    public required IReadOnlyList<StudyTable> Tables { get; init; }

    /// <summary>File names of pictures, and what each shows.</summary>
    public required IReadOnlyList<StudyPicture> Pictures { get; init; }

    /// <summary>Every figure by name, unrounded: equal seeds and data give equal ones.</summary>
    public required IReadOnlyDictionary<string, double> Figures { get; init; }

    /// <summary>Seconds and microseconds: they depend on the machine, and on what else ran on it.</summary>
    public required IReadOnlyDictionary<string, double> Timings { get; init; }
}
