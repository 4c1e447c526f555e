namespace MoECollab.Host.Tests.Hosting;

/// <summary>Keeps calls of an expert waiting, one by one, until the test lets them through: those with texts that say <c>turn!</c>.</summary>
internal sealed class Turnstile(ServedFolder folder, string name = "turnstile")
{
    private readonly string _path = Directory.CreateDirectory(folder.At(name)).FullName;

    /// <summary>The option of the expert's package.</summary>
    public (string Name, string Value) Option => ("turnstile", _path);

    /// <summary>Waits until a call has come, counted from 1.</summary>
    public Task ArrivedAsync(int call) => Eventually.TrueAsync(() => File.Exists(Path.Combine(_path, $"{call}.here")), $"call {call} is in the expert");

    /// <summary>Lets a call through.</summary>
    public void Open(int call) => File.WriteAllText(Path.Combine(_path, $"{call}"), "");
}
