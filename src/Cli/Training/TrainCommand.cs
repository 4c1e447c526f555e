using System.CommandLine;

namespace MoECollab.Cli.Training;

/// <summary><c>moe train encoder|expert|gate|joint</c>: one part of a mixture at a time.</summary>
internal static class TrainCommand
{
    public static Command Create() => new("train", "Train one part: encoder, expert, gate, or gate and experts jointly.")
    {
        TrainEncoderCommand.Create(),
        TrainExpertCommand.Create(),
        TrainGateCommand.Create(),
        TrainJointCommand.Create(),
    };
}
