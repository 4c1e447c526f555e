// The number of live tensors, which some tests watch, is the process's: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
