namespace MoECollab.Host.Guarding;

/// <summary>Marks connections that came through the home's local socket: its file mode has let their user in.</summary>
internal sealed class AdminSocketMark;
