using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.KeywordExpert;
using MoECollab.Outputs;
using MoECollab.Plugins.Tests.Packages;
using MoECollab.Tests;
using Sample.Expert_1.Tests;

namespace MoECollab.Plugins.Tests.KeywordExpert;

/// <summary>p_c = (α + matches of c) / (C·α + all matches).</summary>
public sealed class KeywordExpertTests : IDisposable
{
    private const string Rules = """{"smoothing": 0.5, "classes": {"urgent": {"outage": 3, "data loss": 2}, "routine": {"question": 1}}}""";

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory]
    [InlineData("", 0.5)]
    [InlineData("Outage!", 0.875)]                             // (0.5 + 3) / (1 + 3)
    [InlineData("a question about the outage", 0.7)]           // (0.5 + 3) / (1 + 4)
    [InlineData("data loss, DATA  Loss", 0.9)]                 // (0.5 + 4) / (1 + 4): each occurrence counts
    [InlineData("loss of data", 0.5)]                          // a phrase is its words in order
    [InlineData("question question question", 0.125)]          // 0.5 / (1 + 3)
    public void Run_smooths_the_weights_of_the_matches(string text, double urgent)
    {
        _workplace.Write("moe/keywords.json", Rules);
        using var expert = (IDirectExpert)new KeywordExpertPlugin().Create(_workplace.Expert(4, []));
        var probabilities = new float[2];

        expert.Run(text, [], probabilities);

        Assert.Equal(urgent, probabilities[0], 1e-6);
        Assert.Equal(1 - urgent, probabilities[1], 1e-6);
    }

    [Fact]
    public void Expert_is_what_a_host_relies_on()
    {
        _workplace.Write("moe/keywords.json", Rules);
        using var expert = new KeywordExpertPlugin().Create(_workplace.Expert(4, []));

        ExpertConformance.Check(expert, hiddenSize: 4);
    }

    [Fact]
    public void Run_of_a_batch_equals_one_by_one_and_leaves_no_tensor()
    {
        _workplace.Write("moe/keywords.json", Rules);
        using var expert = new KeywordExpertPlugin().Create(_workplace.Expert(4, ["routine", "urgent"]));
        var before = LiveTensors.OfThisThread;

        float[] values;
        using (var output = expert.Run(new ExpertBatch([new RawInput("outage"), new RawInput("")], Hidden: null)))
        {
            Assert.Equal(OutputKind.Probabilities, output.Kind);
            values = output.Values!.ToFloats();
        }

        Assert.Equal([0.125f, 0.875f, 0.5f, 0.5f], values);
        Assert.Equal(before, LiveTensors.OfThisThread);
        Assert.Equal(InputNeeds.Text, expert.Traits.Needs);
    }

    [Theory]
    [InlineData("""{"classes": {"urgent": {"": 1}}}""", "'' has 0 words; expected 1 to 8")]
    [InlineData("""{"classes": {"urgent": {"a": -1}}}""", "'a' is -1; expected a number above 0")]
    [InlineData("""{"classes": {"other": {"a": 1}}}""", "'other' is no label of the package; its labels are urgent")]
    [InlineData("""{"klasses": {}}""", "'klasses' is unknown; expected 'smoothing' and 'classes'")]
    [InlineData("""{"smoothing": 0, "classes": {}}""", "'smoothing' is 0; expected a number above 0")]
    [InlineData("{\"classes\": {", "moe/keywords.json:")]
    public void Create_says_what_is_wrong_with_the_rules(string content, string sentence)
    {
        _workplace.Write("moe/keywords.json", content);

        var fault = Assert.Throws<MoECollabException>(() => new KeywordExpertPlugin().Create(_workplace.Expert(4, ["urgent"])));

        Assert.Equal("keywords-invalid", fault.Code);
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
    }
}
