// Live tensors are counted per process, so tests that compare counts must not run beside others.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
