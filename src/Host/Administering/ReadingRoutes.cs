using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MoECollab.Errors;
using MoECollab.Gating.Composing;
using MoECollab.Host.Generations;
using MoECollab.Host.Guarding;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;

namespace MoECollab.Host.Administering;

/// <summary><c>GET /moe/v1/experts</c>, <c>/moe/v1/experts/{id}</c>, <c>/moe/v1/packages</c>, <c>/moe/v1/gates</c>.</summary>
internal sealed class ReadingRoutes(ServedHome served, ExpertViews views, PackageViews packages)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/moe/v1/experts", (RequestDelegate)(context => WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(new ExpertList(views.All), ViewJson.Readable.ExpertList)))).Needs(Access.Read);
        routes.MapGet("/moe/v1/experts/{id}", (RequestDelegate)(context => WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(Find((string)context.Request.RouteValues["id"]!), ViewJson.Readable.ExpertView)))).Needs(Access.Read);
        routes.MapGet("/moe/v1/packages", (RequestDelegate)(context => WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(packages.All, ViewJson.Readable.HostPackages)))).Needs(Access.Read);
        routes.MapGet("/moe/v1/gates", (RequestDelegate)(context => WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(Gates(), ViewJson.Readable.GateList)))).Needs(Access.Read);
    }

    private ExpertView Find(string id)
    {
        var versions = views.All.Where(view => view.Id == id).ToList();
        return versions.FirstOrDefault(view => view.Loaded) ?? versions.LastOrDefault() ?? throw new MoECollabException("expert-not-found", $"No expert is called '{id}'. Installed: {string.Join(", ", views.All.Select(view => view.Id).Distinct())}.");
    }

    private GateList Gates() => new(served.Current?.GateName ?? "", [.. served.Home.Packages(PackageRole.Gate).Select(View)]);

    private GateView View(InstalledPackage package)
    {
        try
        {
            var gate = GateFile.Read(new PackageFiles(package.Folder));
            return new GateView(package.Id, package.Version, served.Current?.GateName == $"{gate.Id}@{gate.Version}", gate.Scorer.Kind, gate.Selector.Kind, gate.TrainedFor, "");
        }
        catch (MoECollabException fault)
        {
            return new GateView(package.Id, package.Version, false, "", "", [], fault.Message);
        }
    }

    private static Task WriteAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}
