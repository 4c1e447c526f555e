using MoECollab.Training.Evaluation;

namespace MoECollab.Training.Gates.Trial;

/// <summary>A way to do without the trained gate, and what it reaches on the validation rows.</summary>
/// <param name="Name">For people, for example <c>always trec6 (best single expert)</c>.</param>
/// <param name="Accuracy">Share of right answers, in [0, 1].</param>
/// <param name="MultiplyAdds">Counted multiply-adds per input: gate, encoder and executed experts.</param>
/// <param name="Gain">The trained gate's accuracy minus this one's, with the interval of a paired bootstrap.</param>
public sealed record GateRival(string Name, double Accuracy, double MultiplyAdds, Interval Gain);
