using MoECollab.Training.Data;

namespace MoECollab.Demo.DebianIndex;

/// <summary>One package of the index as a labelled text.</summary>
/// <param name="Package">Name of the binary package.</param>
/// <param name="Source">Name of the source package that it is built from; siblings share it.</param>
/// <param name="Section">Section without its component: the label.</param>
/// <param name="Text">Synopsis and long description, at most 120 words, without the package's own name.</param>
internal sealed record PackageDescription(string Package, string Source, string Section, string Text)
{
    private const double TestFrom = 0.8;
    private const double DevFrom = 0.72;   // a tenth of what is not test

    /// <summary>The domain that the section belongs to.</summary>
    public string Domain => SectionDomains.Of(Section);

    /// <summary>The part of the split, by the hash of the source package: siblings never part.</summary>
    public Split Split => HashSplit.Position(Source) switch
    {
        >= TestFrom => Split.Test,
        >= DevFrom => Split.Dev,
        _ => Split.Train,
    };
}
