using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace MoECollab.Loading.Unloading.Pins;

/// <summary>
/// Asks the runtime of this process for a snapshot of its heap, through its own diagnostic port: one full collection, whose pause is some
/// ten milliseconds, where a process dump would freeze everything for seconds.
/// </summary>
internal sealed class HeapSnapshotReader
{
    private const int BufferMegabytes = 512; // at most; taken as needed
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly HeapSnapshot _snapshot = new();
    private int _collection = -1;
    private bool _isWhole;

    private HeapSnapshotReader()
    {
    }

    /// <summary>Takes a snapshot.</summary>
    /// <exception cref="HeapUnreadableException">The runtime does not let itself be looked into, or what it told has gaps.</exception>
    public static HeapSnapshot Read()
    {
        try
        {
            return new HeapSnapshotReader().ReadOnce();
        }
        catch (Exception fault) when (fault is DiagnosticsClientException or IOException or TimeoutException or FormatException or System.Net.Sockets.SocketException)
        {
            throw new HeapUnreadableException($"the runtime's diagnostic port does not answer ({fault.Message.TrimEnd('.')}); it is off where DOTNET_EnableDiagnostics is 0", fault);
        }
    }

    private HeapSnapshot ReadOnce()
    {
        var provider = new EventPipeProvider(ClrTraceEventParser.ProviderName, EventLevel.Verbose, (long)ClrTraceEventParser.Keywords.GCHeapSnapshot);
        using var session = new DiagnosticsClient(Environment.ProcessId).StartEventPipeSession([provider], requestRundown: false, BufferMegabytes);
        using var limit = new Timer(_ => Stop(session), null, Limit, Timeout.InfiniteTimeSpan);
        using var source = new EventPipeEventSource(session.EventStream);
        source.Clr.GCStart += Started;
        source.Clr.GCStop += told =>
        {
            if (told.Count != _collection || _isWhole)
                return;
            _isWhole = true;
            // The stream must go on being read while the session ends.
            _ = Task.Run(() => Stop(session));
        };
        source.Clr.TypeBulkType += Types;
        source.Clr.GCBulkNode += Nodes;
        source.Clr.GCBulkEdge += Edges;
        source.Clr.GCBulkRootEdge += Roots;
        source.Clr.GCBulkRootConditionalWeakTableElementEdge += Dependents;
        source.Process();
        if (!_isWhole || source.EventsLost > 0)
            throw new HeapUnreadableException($"the runtime's snapshot of the heap came with gaps ({source.EventsLost} events lost)", null);
        return _snapshot;
    }

    private static void Stop(EventPipeSession session)
    {
        try
        {
            session.Stop();
        }
        catch (Exception fault) when (fault is DiagnosticsClientException or IOException or ObjectDisposedException or System.Net.Sockets.SocketException)
        {
            // It has ended already.
        }
    }

    private bool IsWithin => _collection >= 0 && !_isWhole;

    private void Started(GCStartTraceData told)
    {
        if (_collection < 0 && told.Depth == 2 && told.Type != GCType.BackgroundGC)
            _collection = told.Count;
    }

    private void Types(GCBulkTypeTraceData told)
    {
        for (var index = 0; index < told.Count; index++)
        {
            var type = told.Values(index);
            _snapshot.AddType(type.TypeID, type.TypeName);
        }
    }

    private void Nodes(GCBulkNodeTraceData told)
    {
        for (var index = 0; IsWithin && index < told.Count; index++)
        {
            var node = told.Values(index);
            _snapshot.AddNode(node.Address, node.TypeID, (int)node.EdgeCount);
        }
    }

    private void Edges(GCBulkEdgeTraceData told)
    {
        for (var index = 0; IsWithin && index < told.Count; index++)
            _snapshot.AddEdge(told.Values(index).Target);
    }

    private void Roots(GCBulkRootEdgeTraceData told)
    {
        for (var index = 0; IsWithin && index < told.Count; index++)
        {
            var root = told.Values(index);
            if (root.RootedNodeAddress != 0 && !root.GCRootFlag.HasFlag(GCRootFlags.WeakRef))
                _snapshot.Roots.Add(new HeapRoot(root.RootedNodeAddress, KindOf(root.GCRootKind)));
        }
    }

    private void Dependents(GCBulkRootConditionalWeakTableElementEdgeTraceData told)
    {
        for (var index = 0; IsWithin && index < told.Count; index++)
        {
            var pair = told.Values(index);
            _snapshot.Dependents.Add((pair.GCKeyNodeID, pair.GCValueNodeID));
        }
    }

    private static HeapRootKind KindOf(GCRootKind kind) => kind switch
    {
        GCRootKind.Stack => HeapRootKind.Stack,
        GCRootKind.Finalizer => HeapRootKind.Finalizer,
        GCRootKind.Handle => HeapRootKind.Handle,
        _ => HeapRootKind.Other,
    };
}
