using MoECollab.Encoders;

namespace MoECollab.Studies;

/// <summary>How studies are run.</summary>
/// <param name="Data">Where data sets lie: <c>&lt;set&gt;/{train,dev,test}.jsonl</c>.</param>
/// <param name="Results">Where each study's folder goes.</param>
/// <param name="Work">Where finished cells are kept, so that an interrupted study goes on.</param>
/// <param name="Encoder">Trains the shared encoder of the studies that need hidden vectors.</param>
public sealed record StudyPlan(string Data, string Results, string Work, ITrainableEncoderFactory Encoder)
{
    /// <summary>How much is done.</summary>
    public StudyScale Scale { get; init; } = StudyScale.Full;

    /// <summary>How many seeds; null for as many as a study asks for, three or more. With fewer the result says so.</summary>
    public int? Seeds { get; init; }

    /// <summary>Told what is done, in lines.</summary>
    public required Action<string> Say { get; init; }

    /// <summary>Stops between cells, and inside most.</summary>
    public CancellationToken Cancellation { get; init; }
}
