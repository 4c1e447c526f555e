namespace MoECollab.Loading.Unloading.Pins;

/// <summary>The heap cannot be looked into; the message is the middle of a sentence.</summary>
internal sealed class HeapUnreadableException(string message, Exception? inner) : Exception(message, inner);
