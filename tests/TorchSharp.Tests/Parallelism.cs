// The random generator, which many tests seed, and the number of live tensors are the process's: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
