using System.Globalization;
using System.Resources;
using MoECollab.Experts;
using MoECollab.Packages;

namespace OnnxPlugin;

/// <summary>Makes an expert that answers by ONNX Runtime; its labels come from the resources of the language that the option names.</summary>
[ExpertExport("onnx.question", "1.0.0")]
public sealed class OnnxExpertFactory : IExpertFactory
{
    private static readonly ResourceManager Words = new("OnnxPlugin.Words", typeof(OnnxExpertFactory).Assembly);

    public IExpert Create(ExpertContext context)
    {
        var language = context.Options.TryGetValue("language", out var name) ? new CultureInfo(name) : CultureInfo.InvariantCulture;
        return new OnnxExpert([Words.GetString("Question", language)!, Words.GetString("Statement", language)!]);
    }
}
