using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Mixture.Tests.Doubles;

namespace MoECollab.Mixture.Tests.OnDevice;

public sealed class DeviceBatchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("moe-device-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    public void Batches_on_a_device_answer_as_the_operators_do_over_random_mixtures(int seed, bool ownKinds)
    {
        var random = new Random(seed);
        var mixtures = new RandomMixtures(_folder) { Faster = options => options with { CpuStandsIn = true }, IsSpoilt = text => text.StartsWith('q'), OwnKinds = ownKinds };
        for (var round = 0; round < 12; round++)
        {
            var (fast, operators, parts) = mixtures.Make(random, $"{seed}-{round}");
            foreach (var rows in (int[])[1, 2, 7, 40, round % 4 == 0 ? 300 : 90])
            {
                RawInput[] inputs = [.. Enumerable.Range(0, rows).Select(_ => new RawInput(RandomMixtures.Text(random)))];
                var request = new MixtureRequest { Probabilities = true, CountWork = true, Experts = random.Next(3) == 0 ? null : random.Next(1, 4) };

                var (expected, actual) = (operators.TryAnswer(inputs, request), fast.TryAnswer(inputs, request));

                Assert.Null(fast.DeviceFault);
                for (var row = 0; row < rows; row++)
                    SameAnswers.Assert(expected[row], actual[row]);
            }

            fast.Dispose();
            foreach (var part in parts)
                part.Dispose();
        }
    }
}
