using MoECollab.NGram.Tests.Data;
using MoECollab.Text;
using MoECollab.Text.Learning;

namespace MoECollab.NGram.Tests.Linear;

public sealed class NGramChoiceTests
{
    private static readonly NGramLearning Searching = new()
    {
        Scheme = new NGramScheme { Buckets = 1 << 16 },
        Strengths = [0.01f, 0.1f, 1f, 10f],
        Ratios = [0f, 0.5f, 1f],
        OtherWeightings = [new NGramWeighting(1f, 0f, 1f)],
        HeldOut = 150,
    };

    [Fact]
    public void A_choice_reads_back_from_its_text()
    {
        var choice = new NGramChoice(new NGramWeighting(1f, 0.5f, 1f), [new NGramMember(0f, 0.25f, 1.2f), new NGramMember(0.5f, 1e-5f, 0.9f)], 2.5f);

        Assert.Equal("1;0.5;1|0@0.25*1.2+0.5@1E-05*0.9|2.5", choice.ToString());
        Assert.Equal(choice, NGramChoice.Parse(choice.ToString()));
    }

    [Fact]
    public void Balance_and_leading_tokens_read_back_from_the_text()
    {
        var choice = new NGramChoice(new NGramWeighting(1f, 0.5f, 1f), [new NGramMember(0f, 0.25f, 1.2f) { Balance = 0.5f }], 2.5f) { LeadTokens = 4, OwnVocabulary = true };

        Assert.Equal("1;0.5;1|0@0.25^0.5*1.2|2.5|own|lead4", choice.ToString());
        Assert.Equal(choice, NGramChoice.Parse(choice.ToString()));
    }

    [Fact]
    public void Small_classes_weigh_more_where_that_is_better_on_held_out_examples()
    {
        // One class in twenty, told by a word that the others have too, less often.
        var random = new Random(5);
        LabelledText[] Texts(int count) => [.. Enumerable.Range(0, count).Select(at => at % 20 == 0)
            .Select(rare => new LabelledText(string.Join(' ', Enumerable.Range(0, 12).Select(_ => random.Next(10) < (rare ? 4 : 1) ? "mark" : $"w{random.Next(60)}")), rare ? 1 : 0))];
        var learning = Searching with { Ratios = [0f], OtherWeightings = [], OtherBalances = [1f], HeldOut = 0 };

        var (_, choice) = NGramLearner.Learn(Texts(400), Texts(400), 2, learning, TestContext.Current.CancellationToken);

        Assert.Contains(choice.Members, member => member.Balance == 1f);
        Assert.Equal(choice, NGramChoice.Parse(choice.ToString()));
    }

    [Fact]
    public void The_first_words_are_chosen_where_they_alone_decide()
    {
        var random = new Random(7);
        string[] words = [.. Enumerable.Range(0, 40).Select(at => $"w{at}")];
        LabelledText[] Texts(int count) => [.. Enumerable.Range(0, count).Select(_ => string.Join(' ', Enumerable.Range(0, 14).Select(_ => words[random.Next(words.Length)])))
            .Select(text => new LabelledText(text, (text[1] - '0') % 2))];
        var learning = Searching with { Scheme = new NGramScheme { WordNGrams = 1, LeadTokens = 12, Buckets = 1 << 16 }, Ratios = [0f], OtherWeightings = [], OtherLeads = [1], HeldOut = 0 };

        var (classifier, choice) = NGramLearner.Learn(Texts(600), Texts(200), 2, learning, TestContext.Current.CancellationToken);
        var again = NGramLearner.Train(Texts(50), [], 2, learning with { Choice = choice }, TestContext.Current.CancellationToken);

        Assert.Equal(1, choice.LeadTokens);
        Assert.Equal((1, 1), (classifier.Vocabulary.Scheme.LeadTokens, again.Vocabulary.Scheme.LeadTokens));
    }

    [Fact]
    public void A_vocabulary_of_ones_own_is_chosen_where_the_background_does_not_know_what_matters()
    {
        var examples = LabelledLines.ThreeTopics(300, 13);
        var background = NGramLearner.Count(["the very good old and new", "a very good old one and a new one", "good old"], Searching, TestContext.Current.CancellationToken);

        var (classifier, choice) = NGramLearner.Learn(examples, [], 3, Searching with { Background = background, TriesOwnVocabulary = true }, TestContext.Current.CancellationToken);

        Assert.True(choice.OwnVocabulary);
        Assert.Equal(choice, NGramChoice.Parse(choice.ToString()));
        Assert.True(classifier.Vocabulary.Count > background.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1;0.5;1")]
    [InlineData("1;0.5|0@1*1|1")]
    [InlineData("1;0.5;1|0@1|1")]
    [InlineData("1;0.5;1|0@x*1|1")]
    [InlineData("1;0.5;1|0@-1*1|1")]
    [InlineData("1;0.5;1|0@1^x*1|1")]
    [InlineData("1;0.5;1|0@1*1|1|lead")]
    public void What_is_no_choice_is_refused(string text) => Assert.Throws<FormatException>(() => NGramChoice.Parse(text));

    [Fact]
    public void A_choice_that_is_given_back_makes_the_same_classifier()
    {
        var examples = LabelledLines.ThreeTopics(300, 11);
        var (first, choice) = NGramLearner.Learn(examples, [], 3, Searching, TestContext.Current.CancellationToken);

        var again = NGramLearner.Learn(examples, [], 3, Searching with { Choice = choice }, TestContext.Current.CancellationToken);

        Assert.Equal(choice, again.Choice);
        Assert.Equal(first.CopyWeights(), again.Classifier.CopyWeights());
    }

    [Theory]
    [InlineData("1;0.5;1|0@0.25*1|2.5|lead1001")]
    [InlineData("1;0.5;1|0@0.25^1.5*1|2.5")]
    [InlineData("1;0.5;1|0@0.25*1^1|2.5")]
    public void A_choice_out_of_range_is_refused(string text) => Assert.Throws<FormatException>(() => NGramChoice.Parse(text));

    [Fact]
    public void A_choice_of_a_training_that_knew_neither_balance_nor_leading_tokens_is_read()
    {
        var choice = NGramChoice.Parse("1;0.5;1|0@0.25*1.2+0.5@0.125*0.9|2.5|own");

        Assert.Equal((2, 2.5f, true, null), (choice.Members.Count, choice.Factor, choice.OwnVocabulary, choice.LeadTokens));
        Assert.All(choice.Members, member => Assert.Null(member.Balance));
    }

    [Fact]
    public void Means_are_tried_however_many_ratios_there_are()
    {
        var examples = LabelledLines.ThreeTopics(60, 12);
        float[] many = [.. Enumerable.Range(0, 33).Select(at => at / 32f)];

        var (_, choice) = NGramLearner.Learn(examples, LabelledLines.ThreeTopics(30, 13), 3, Searching with { Ratios = many, HeldOut = 0, TrialEpochs = 1 }, TestContext.Current.CancellationToken);

        Assert.InRange(choice.Members.Count, 1, 3);
    }

    [Fact]
    public void Leading_tokens_and_threads_out_of_range_are_refused_before_anything_is_read()
    {
        var examples = LabelledLines.ThreeTopics(30, 12);

        Assert.Throws<ArgumentException>(() => NGramLearner.Learn(examples, [], 3, Searching with { OtherLeads = [1001] }, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => NGramLearner.Learn(examples, [], 3, Searching with { Threads = 0 }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Validation_examples_are_never_fitted()
    {
        var examples = LabelledLines.ThreeTopics(200, 12);
        LabelledText[] unseen = [.. Enumerable.Range(0, 30).Select(at => new LabelledText("unheard unheard", at % 3))];

        var (classifier, _) = NGramLearner.Learn(examples, unseen, 3, Searching with { MinimumWordTexts = 1 }, TestContext.Current.CancellationToken);

        Assert.Equal(0, classifier.MultiplyAdds("unheard unheard"));
    }

    [Fact]
    public void Held_out_parts_are_the_validation_examples_and_as_many_tenths_as_it_takes()
    {
        int[] examples = [.. Enumerable.Range(0, 100)];
        int[] validation = [.. Enumerable.Range(100, 15)];

        var parts = HeldOutPart.Of(examples, validation, wanted: 30);

        Assert.Equal([15, 10, 10], parts.Select(part => part.Unseen.Length));
        Assert.Equal([100, 90, 90], parts.Select(part => part.Fitted.Length));
        Assert.All(parts, part => Assert.Empty(part.Fitted.Intersect(part.Unseen)));
        Assert.Single(HeldOutPart.Of(examples, [], wanted: 0));
        Assert.Equal(5, HeldOutPart.Of(examples, [], wanted: 1000).Count);
    }

    [Fact]
    public void Ratios_win_where_classes_differ_by_few_words_among_many()
    {
        // 40 words at random that say nothing, one of three that decides, and few examples: what the ratios scale up is what matters.
        var random = new Random(3);
        LabelledText[] Texts(int count) => [.. Enumerable.Range(0, count).Select(at => new LabelledText(
            string.Join(' ', Enumerable.Range(0, 40).Select(_ => $"w{random.Next(300)}").Append(at % 2 == 0 ? $"yes{random.Next(3)}" : $"no{random.Next(3)}")), at % 2))];
        var (examples, unseen) = (Texts(120), Texts(400));
        var learning = Searching with { Scheme = new NGramScheme { WordNGrams = 1, Buckets = 1 << 16 }, HeldOut = 0, OtherWeightings = [] };

        var (_, choice) = NGramLearner.Learn(examples, unseen, 2, learning, TestContext.Current.CancellationToken);

        Assert.Contains(choice.Members, member => member.Ratio > 0);
    }
}
