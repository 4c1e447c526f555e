using System.Text;
using MoECollab.Training.Data;

namespace MoECollab.Training.Tests.Data;

public class PredictionInputsTests
{
    private readonly DataLog _log = new();

    [Fact]
    public void Standard_input_of_plain_lines_gives_one_text_each()
    {
        var inputs = Read("first\n\n{not json\r\nlast");

        Assert.Equal(["first", "{not json", "last"], inputs.Select(input => input.Text));
        Assert.Equal(["-:1", "-:3", "-:4"], inputs.Select(input => input.Source.ToString()));
    }

    [Fact]
    public void Standard_input_of_json_lines_gives_the_text_field()
    {
        var inputs = Read("{\"text\":\"first\",\"label\":\"x\"}\nplain\n{\"text\":\"last\"}\n");

        Assert.Equal(["first", "last"], inputs.Select(input => input.Text));
        Assert.Equal(new SourceLine("-", 2), Assert.Single(_log.ToSummary().Skipped).Examples[0].Source);
    }

    [Fact]
    public void Table_gives_its_text_column()
    {
        using var folder = new TempFolder();
        var path = folder.Write("in.csv", "id,text\n1,\"one, two\"\n2,\n3,three\n");

        var inputs = PredictionInputs.Read(path, Stream.Null, new DataColumns(), _log).ToList();

        Assert.Equal(["one, two", "three"], inputs.Select(input => input.Text));
        Assert.Equal(new SourceLine(path, 3), Assert.Single(_log.ToSummary().Skipped).Examples[0].Source);
    }

    [Fact]
    public void Line_is_handed_on_before_the_next_is_there()
    {
        using var stream = new OneChunkAtATime("first\n", "second\n");

        using var inputs = PredictionInputs.Read("-", stream, new DataColumns(), _log).GetEnumerator();

        Assert.True(inputs.MoveNext());
        Assert.Equal(("first", 1), (inputs.Current.Text, stream.ChunksRead));
    }

    private List<PredictionInput> Read(string content) =>
        [.. PredictionInputs.Read("-", new MemoryStream(Encoding.UTF8.GetBytes(content)), new DataColumns(), _log)];

    private sealed class OneChunkAtATime(params string[] chunks) : MemoryStream
    {
        public int ChunksRead { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) =>
            ChunksRead == chunks.Length ? 0 : Encoding.UTF8.GetBytes(chunks[ChunksRead++], buffer.AsSpan(offset));
    }
}
