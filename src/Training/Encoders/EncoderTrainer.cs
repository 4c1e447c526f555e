using MoECollab.Encoders;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Writing;
using MoECollab.Torch;
using MoECollab.Training.Examples;
using MoECollab.Training.Packages;

namespace MoECollab.Training.Encoders;

/// <summary>Trains the shared encoder from texts alone; it never sees a label.</summary>
public static class EncoderTrainer
{
    /// <summary>Trains an encoder and puts the finished package in its place; a package that was there is replaced.</summary>
    /// <param name="factory">The encoder's factory.</param>
    /// <param name="code">What will run the package.</param>
    /// <param name="id"><c>[a-z0-9][a-z0-9._-]{0,63}</c>.</param>
    /// <param name="version">SemVer.</param>
    /// <param name="writer">The package's staging folder; borrowed.</param>
    /// <param name="training">Training texts; no test text is among them. Its folder is that of the writer.</param>
    /// <exception cref="Data.BadDataException">There is no text.</exception>
    public static TrainedEncoder TrainPackage(ITrainableEncoderFactory factory, PackageCode code, string id, string version, PackageWriter writer, EncoderTraining training)
    {
        var trained = Train(factory, id, version, training with { OutputFolder = writer.Folder });
        code.CopyInto(writer);
        writer.Complete(trained.ToManifest(code));
        return trained;
    }

    /// <summary>Trains an encoder; its weights lie below the training's folder afterwards.</summary>
    /// <param name="factory">The encoder's factory.</param>
    /// <param name="id"><c>[a-z0-9][a-z0-9._-]{0,63}</c>.</param>
    /// <param name="version">SemVer.</param>
    /// <param name="training">Training texts; no test text is among them.</param>
    /// <exception cref="Data.BadDataException">There is no text.</exception>
    public static TrainedEncoder Train(ITrainableEncoderFactory factory, string id, string version, EncoderTraining training)
    {
        ExampleChecks.NotEmpty($"the encoder '{id}'", training.Texts.Count);
        Libtorch.SetThreads(training.Threads);
        Directory.CreateDirectory(Path.Combine(training.OutputFolder, PackageLayout.ContentFolder));
        var options = factory.Train(training);
        using var encoder = factory.Create(new EncoderContext
        {
            Id = id,
            Version = version,
            Device = training.Device,
            Files = new PackageFiles(training.OutputFolder),
            Options = options,
            Logger = training.Logger,
            Stopping = training.Cancellation,
        });
        return new TrainedEncoder(encoder.Description, options, encoder.ParameterCount, training.Texts.Count);
    }
}
