using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Packages;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Mixtures;
using MoECollab.Packaging.States;
using static TorchSharp.torch;

namespace MoECollab.Loading;

/// <summary>What a home is loaded with.</summary>
public sealed record LoadOptions
{
    /// <summary>Where parameters and batches live.</summary>
    public required Device Device { get; init; }

    /// <summary>Factories for expert packages without code, by kind: <c>adapter</c>, <c>linear</c>, <c>feed-forward</c>, <c>ngram</c>, <c>lora</c>.</summary>
    public IReadOnlyDictionary<string, IExpertFactory> BuiltInKinds { get; init; } = new Dictionary<string, IExpertFactory>();

    /// <summary>Factories for encoder packages without code, by kind.</summary>
    public IReadOnlyDictionary<string, IEncoderFactory> BuiltInEncoders { get; init; } = new Dictionary<string, IEncoderFactory>();

    /// <summary>The mixture; null reads the home's <c>moe.json</c>, and does without where there is none.</summary>
    public MixtureConfiguration? Mixture { get; init; }

    /// <summary>The states of the home's packages; null reads the home's <c>state.json</c>.</summary>
    public PackageStates? States { get; init; }

    /// <summary>Gives each package a log of its own.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Stamps states.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How long the code of one package may take to come up, for its constructors and for its factory each; more than zero, default 10 s.</summary>
    public TimeSpan CreationLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Why packages with code of their own are kept out, each as Disabled with this reason; null lets them in. Such states are not worth recording.</summary>
    public string? CodeKeptOut { get; init; }

    /// <summary>
    /// Makes the expert of a package by calling the function given, or hands out something that calls it when needed: it makes a new expert from the
    /// package's files each time. What is handed out is disposed when the package is unloaded, and must then let go of everything. Default: calls it once.
    /// </summary>
    public Func<LoadedPackage, Func<IExpert>, IExpert> PlaceExpert { get; init; } = (_, create) => create();

    /// <summary>The files that the factory of an expert's package reads. Default: those of its folder.</summary>
    public Func<LoadedPackage, IPackageFiles> FilesOf { get; init; } = package => new PackageFiles(package.Package.Folder);

    /// <summary>Told of an encoder that was made, before it is used; may refuse it with an exception. What it hands out is disposed together with the encoder. Default: nothing.</summary>
    public Func<LoadedPackage, IEncoder, IDisposable?> PlaceEncoder { get; init; } = (_, _) => null;

    /// <summary>Stops the loading.</summary>
    public CancellationToken Cancellation { get; init; }
}
