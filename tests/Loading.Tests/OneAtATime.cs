// Live tensors, load contexts and resident memory belong to the whole process: tests that count them need it for themselves.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
