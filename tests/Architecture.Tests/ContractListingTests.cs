using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace MoECollab.Architecture.Tests;

/// <summary>The contract third parties compile against changes only on purpose.</summary>
public sealed class ContractListingTests
{
    [Fact]
    public void Contract_matches_the_approved_listing()
    {
        var contract = AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName("MoECollab.Abstractions"));
        var actual = string.Join('\n', Describe(contract).Order(StringComparer.Ordinal)) + "\n";
        var approvedPath = Path.Combine(RepositoryRoot.Path, "src/Abstractions/PublicApi.txt");

        if (Environment.GetEnvironmentVariable("APPROVE_API") == "1")
            File.WriteAllText(approvedPath, actual);

        Assert.Equal(File.ReadAllText(approvedPath), actual);
    }

    private static IEnumerable<string> Describe(Assembly assembly)
    {
        var nullability = new NullabilityInfoContext();
        foreach (var type in assembly.GetExportedTypes())
        {
            yield return $"{type} : {string.Join(", ", new[] { type.BaseType }.Concat(type.GetInterfaces()).Where(t => t is not null).Select(t => t!.ToString()).Order(StringComparer.Ordinal))}";
            foreach (var member in type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(IsVisible))
                yield return $"{type}.{member}{Nullability(member)}";
        }

        string Nullability(MemberInfo member) => member switch
        {
            MethodInfo method => string.Concat(method.GetParameters().Prepend(method.ReturnParameter).Select(p => nullability.Create(p).ReadState == NullabilityState.Nullable ? "?" : "!")),
            PropertyInfo property => nullability.Create(property).ReadState == NullabilityState.Nullable ? "?" : "!",
            _ => "",
        };
    }

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !member.IsDefined(typeof(CompilerGeneratedAttribute)),
        FieldInfo field => field.IsPublic || field.IsFamily,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(accessor => accessor.IsPublic || accessor.IsFamily),
        Type => false,
        _ => true,
    };
}
