using MoECollab.Training.Evaluation;

namespace MoECollab.Training.Tests.Evaluation;

public class ConfusionMatrixTests
{
    [Fact]
    public void Figures_are_those_worked_by_hand()
    {
        int[] actual = [0, 0, 0, 1, 1, 2];
        int[] predicted = [0, 0, 1, 1, 1, 0];

        var matrix = new ConfusionMatrix(actual, predicted, classes: 4);

        // right 2 + 2 + 0 of 6; F1: 2·2/(3+3) = 2/3, 2·2/(2+3) = 4/5, 0; class 3 never occurs and does not count
        Assert.Equal(4.0 / 6, matrix.Accuracy, 12);
        Assert.Equal(((2.0 / 3) + (4.0 / 5) + 0) / 3, matrix.MacroF1, 12);
        Assert.Equal(2.0 / 3, matrix.Score(1).Precision, 12);
        Assert.Equal(1.0, matrix.Score(1).Recall, 12);
        Assert.Equal(1, matrix[2, 0]);
    }

    [Fact]
    public void Row_without_an_answer_is_wrong_and_predicted_for_no_class()
    {
        var matrix = new ConfusionMatrix([0, 0, 1], [0, ConfusionMatrix.None, 1], classes: 2);

        // F1: 2·1/(2+1) = 2/3 and 1
        Assert.Equal(2.0 / 3, matrix.Accuracy, 12);
        Assert.Equal(5.0 / 6, matrix.MacroF1, 12);
        Assert.Equal(1, matrix[0, ConfusionMatrix.None]);
    }

    [Fact]
    public void Class_that_is_only_predicted_counts_with_zero()
    {
        var matrix = new ConfusionMatrix([0, 0], [0, 1], classes: 2);

        Assert.Equal(((2.0 / 3) + 0) / 2, matrix.MacroF1, 12);
    }

    [Fact]
    public void No_rows_give_zero()
    {
        var matrix = new ConfusionMatrix([], [], classes: 3);

        Assert.Equal((0.0, 0.0), (matrix.Accuracy, matrix.MacroF1));
    }

    [Fact]
    public void Lengths_that_differ_are_refused() =>
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix([0], [0, 1], classes: 2));
}
