namespace MoECollab.Loading.Unloading.Pins;

/// <summary>Every object that one full collection left in this process's heap: its type, what it refers to, and what roots hold. Addresses are those of that collection.</summary>
internal sealed class HeapSnapshot
{
    private readonly List<Node> _nodes = [];
    private readonly List<ulong> _edges = [];
    private readonly Dictionary<ulong, string> _types = [];

    /// <summary>Roots that keep their object; weak ones are not among them.</summary>
    public List<HeapRoot> Roots { get; } = [];

    /// <summary>Entries of dependent handles and conditional weak tables: the second lives as long as the first.</summary>
    public List<(ulong Key, ulong Value)> Dependents { get; } = [];

    public int Objects => _nodes.Count;

    public void AddNode(ulong address, ulong type, int edges) => _nodes.Add(new Node(address, type, edges));

    public void AddEdge(ulong target) => _edges.Add(target);

    public void AddType(ulong type, string name) => _types[type] = name;

    /// <summary>The name of each object's type.</summary>
    public Dictionary<ulong, string> TypeNames()
    {
        var names = new Dictionary<ulong, string>(_nodes.Count);
        foreach (var node in _nodes)
            names[node.Address] = _types.GetValueOrDefault(node.Type, "?");
        return names;
    }

    /// <summary>What an object refers to.</summary>
    public IEnumerable<ulong> TargetsOf(ulong address)
    {
        var at = 0;
        foreach (var node in _nodes)
        {
            if (node.Address == address)
                return _edges.Skip(at).Take(node.Edges);
            at += node.Edges;
        }

        return [];
    }

    /// <summary>What holds each object that a root holds.</summary>
    public Dictionary<ulong, HeapRootKind> KindOfRoots()
    {
        var kinds = new Dictionary<ulong, HeapRootKind>(Roots.Count);
        foreach (var root in Roots)
            kinds[root.Node] = kinds.TryGetValue(root.Node, out var known) && known < root.Kind ? known : root.Kind;
        return kinds;
    }

    /// <summary>The heap upside down: for each object, which objects refer to it.</summary>
    public ILookup<ulong, ulong> Holders() => Edges().Concat(Dependents.Select(pair => (Holder: pair.Key, Target: pair.Value))).ToLookup(edge => edge.Target, edge => edge.Holder);

    private IEnumerable<(ulong Holder, ulong Target)> Edges()
    {
        // The runtime tells the references of all objects in one sequence, in the order of the objects.
        var at = 0;
        foreach (var node in _nodes)
        {
            for (var end = Math.Min(at + node.Edges, _edges.Count); at < end; at++)
                yield return (node.Address, _edges[at]);
        }
    }

    private readonly record struct Node(ulong Address, ulong Type, int Edges);
}
