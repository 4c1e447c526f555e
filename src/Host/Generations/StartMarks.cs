using System.Globalization;
using MoECollab.Packaging.Homes;

namespace MoECollab.Host.Generations;

/// <summary>Marks in the home how many starts in a row died. A host that died twice while starting keeps out what could have killed it: packages with code.</summary>
internal sealed class StartMarks
{
    private const int Deaths = 2;

    private readonly string _path;
    private readonly int _before;

    public StartMarks(Home home)
    {
        _path = Path.Combine(home.Root, "starting");
        _before = File.Exists(_path) && int.TryParse(File.ReadAllText(_path), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
    }

    /// <summary>Why packages with code are kept out of this run; null where they are not.</summary>
    public string? SafeModeReason => _before < Deaths ? null : $"Safe mode: the host died {_before} times in a row while it was starting, so packages with code of their own are kept out. Disable the one that is to blame, and start again.";

    /// <summary>A start begins; a process that dies now leaves the mark.</summary>
    public void Begin() => File.WriteAllText(_path, (_before + 1).ToString(CultureInfo.InvariantCulture));

    /// <summary>The start is over, well or with a fault that was said.</summary>
    public void Succeed() => File.Delete(_path);
}
