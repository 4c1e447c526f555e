using System.ComponentModel;
using System.Diagnostics.Metrics;
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MoECollab.Experts;
using MoECollab.Packages;

namespace FaultyPlugin;

/// <summary>Does one thing that keeps its load context alive, or one that might be taken for it; the option <c>how</c> says which.</summary>
[ExpertExport("faulty.self-pinning", "1.0.0")]
public sealed class SelfPinning : IExpertFactory
{
    private static readonly Dictionary<string, Action<ExpertContext>> Ways = new()
    {
        ["static event"] = _ => AppDomain.CurrentDomain.ProcessExit += OnExit,
        ["serializer"] = _ => JsonSerializer.Serialize(new Shape("x")),
        ["type descriptor"] = _ => TypeDescriptor.GetConverter(typeof(Shape)),
        ["dynamic"] = _ => Dynamic(new Shape("x")),
        ["meter"] = _ => new Meter("faulty").CreateObservableGauge("faulty", () => 1),
        ["thread"] = _ => new Thread(Block) { IsBackground = true }.Start(),
        ["logger"] = context => context.Logger.Log(LogLevel.Information, default, new Shape("x"), null, (shape, _) => shape.Name),
        ["token"] = context => context.Stopping.Register(Nothing),
        ["expression"] = _ => Expression.Lambda<Func<Shape>>(Expression.New(typeof(Shape).GetConstructors()[0], Expression.Constant("x"))).Compile()(),
        ["disposed meter"] = _ =>
        {
            using var meter = new Meter("sound");
            meter.CreateObservableGauge("sound", () => 1);
        },
    };

    public IExpert Create(ExpertContext context)
    {
        Ways[context.Options["how"]](context);
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
