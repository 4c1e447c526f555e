using MoECollab.Experts;
using MoECollab.Inputs;

namespace Sample.Expert_1.Tests;

public sealed class QuestionExpertTests
{
    [Fact]
    public void Expert_is_what_a_host_relies_on()
    {
        using var expert = new ExpertFactory().Create(HostContext.Of(AppContext.BaseDirectory));

        ExpertConformance.Check(expert, HostContext.HiddenSize);
    }

    [Fact]
    public void Expert_takes_a_question_mark_for_a_question()
    {
        using var expert = new ExpertFactory().Create(HostContext.Of(AppContext.BaseDirectory));

        using var output = expert.Run(new ExpertBatch([new RawInput("Is it?"), new RawInput("It is.")], Hidden: null));

        using var values = output.Values!.data<float>();
        Assert.Equal([0.9f, 0.1f, 0.1f, 0.9f], values.ToArray());
    }
}
