using MoECollab.Packaging.Homes;

namespace MoECollab.Training.Homes;

/// <summary>What a killed training leaves beside the packages of a home: folders that no reader looks at.</summary>
internal static class StagingFolders
{
    /// <summary>Removes them. Only for a home that nothing else writes to.</summary>
    public static void Remove(Home home)
    {
        foreach (var role in PackageLayout.Roles.Select(home.FolderOf).Where(Directory.Exists))
        {
            foreach (var id in Directory.GetDirectories(role))
            {
                foreach (var staging in Directory.GetDirectories(id, ".*.partial*")) Directory.Delete(staging, recursive: true);
            }
        }
    }
}
