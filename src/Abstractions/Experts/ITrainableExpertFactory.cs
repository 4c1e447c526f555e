namespace MoECollab.Experts;

/// <summary>An expert that the host's trainer fits by gradients.</summary>
public interface ITrainableExpertFactory : IExpertFactory
{
    /// <summary>A fresh expert with random weights, drawn from the seeded generator, on the context's device; owned by the caller.</summary>
    /// <param name="context">As for <see cref="IExpertFactory.Create"/>; the files are empty.</param>
    IDifferentiableExpert CreateUntrained(ExpertContext context);
}
