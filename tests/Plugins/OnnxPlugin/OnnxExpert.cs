using Microsoft.ML.OnnxRuntime;
using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace OnnxPlugin;

/// <summary>Tells questions from statements by one product and a softmax, which ONNX Runtime computes.</summary>
internal sealed class OnnxExpert : IExpert
{
    private readonly InferenceSession _session;

    public OnnxExpert(IReadOnlyList<string> labels)
    {
        Output = new ClassSpace(labels);
        OrtEnv.Instance().DisableTelemetryEvents();
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(OnnxModel.SoftmaxOfProduct([2f, 0f, 0f, 2f], inputs: 2, outputs: 2), options);
    }

    public OutputSpace Output { get; }

    public ExpertTraits Traits { get; } = new() { Needs = InputNeeds.Text, ParameterCount = 4, MultiplyAdds = 4 };

    public ExpertOutput Run(ExpertBatch batch)
    {
        float[] features = [.. batch.Inputs.SelectMany(input => input.Text.EndsWith('?') ? new[] { 1f, 0f } : [0f, 1f])];
        using var input = OrtValue.CreateTensorValueFromMemory(features, [batch.Inputs.Count, 2]);
        using var run = new RunOptions();
        using var results = _session.Run(run, ["x"], [input], ["y"]);
        return ExpertOutput.FromProbabilities(tensor(results[0].GetTensorDataAsSpan<float>().ToArray(), [batch.Inputs.Count, 2]));
    }

    public void Dispose() => _session.Dispose();
}
