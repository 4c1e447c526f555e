using System.Xml;
using System.Xml.Linq;

namespace MoECollab.Repository.Testing;

/// <summary>Reads the .trx file of one test process.</summary>
internal static class TestResultFile
{
    /// <summary>The tests of the file; null where it is missing or was cut off, as after a crash.</summary>
    public static IReadOnlyList<TestOutcome>? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return [.. XDocument.Load(path).Descendants().Where(element => element.Name.LocalName == "UnitTestResult").Select(Outcome)];
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static TestOutcome Outcome(XElement test) => new(
        (string?)test.Attribute("testName") ?? "?",
        (string?)test.Attribute("outcome") switch
        {
            "Passed" => TestResult.Passed,
            "NotExecuted" => TestResult.Skipped,
            _ => TestResult.Failed,
        },
        string.Join('\n', test.Descendants().Where(element => element.Name.LocalName is "Message" or "StdOut").Select(element => element.Value.Trim())));
}
