// torch's generator and its thread count belong to the process: trainings that must repeat bit by bit run one after another.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
