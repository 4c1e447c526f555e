using System.ComponentModel;
using System.Diagnostics.Metrics;
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MoECollab.Experts;
using MoECollab.Packages;

namespace FaultyPlugin;

/// <summary>Does one thing that keeps its load context alive, or one that might be taken for it; the option <c>how</c> says which, or which ones.</summary>
[ExpertExport("faulty.self-pinning", "1.0.0")]
public sealed class SelfPinning : IExpertFactory
{
    private static readonly JsonSerializerOptions OwnOptions = new() { WriteIndented = true };

    private static readonly Dictionary<string, Action<ExpertContext>> Ways = new()
    {
        ["static event"] = _ => AppDomain.CurrentDomain.ProcessExit += OnExit,
        ["serializer"] = _ => JsonSerializer.Serialize(new Shape("x")),
        ["serializer options"] = _ => JsonSerializer.Serialize(new Shape("x"), OwnOptions),
        ["type descriptor"] = _ => TypeDescriptor.GetConverter(typeof(Shape)),
        ["dynamic"] = _ => Dynamic(new Shape("x")),
        ["meter"] = _ => new Meter("faulty").CreateObservableGauge("faulty", () => 1),
        ["thread"] = _ => new Thread(Block) { IsBackground = true }.Start(),
        ["logger"] = context => context.Logger.Log(LogLevel.Information, default, new Shape("x"), null, (shape, _) => shape.Name),
        ["token"] = context => context.Stopping.Register(Nothing),
        ["expression"] = _ => Expression.Lambda<Func<Shape>>(Expression.New(typeof(Shape).GetConstructors()[0], Expression.Constant("x"))).Compile()(),
        ["generated serializer"] = _ => JsonSerializer.Serialize(new Shape("x"), ShapeJson.Default.Shape),
        ["timer"] = _ => new Timer(_ => Nothing(), null, 1, Timeout.Infinite),
        ["removed handler"] = _ =>
        {
            AppDomain.CurrentDomain.ProcessExit += OnExit;
            AppDomain.CurrentDomain.ProcessExit -= OnExit;
        },
        ["disposed meter"] = _ =>
        {
            using var meter = new Meter("sound");
            meter.CreateObservableGauge("sound", () => 1);
        },
    };

    public IExpert Create(ExpertContext context)
    {
        foreach (var way in context.Options["how"].Split(", "))
            Ways[way](context);
        return new SilentExpert();
    }

    private static void OnExit(object? sender, EventArgs arguments)
    {
    }

    private static void Nothing()
    {
    }

    private static string Dynamic(dynamic shape) => shape.Name;

    private static void Block()
    {
        using var never = new ManualResetEventSlim();
        never.Wait();
    }
}
