namespace OnnxPlugin;

/// <summary>Writes an ONNX model: y = softmax(x · W). Numbers of fields are those of onnx.proto3.</summary>
internal static class OnnxModel
{
    private const int FloatType = 1, IrVersion = 8, OperatorSet = 13;

    /// <param name="weights">W, [inputs, outputs], row by row.</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="outputs">Columns of y.</param>
    public static byte[] SoftmaxOfProduct(float[] weights, int inputs, int outputs)
    {
        var initializer = new ProtobufMessage().Number(1, inputs).Number(1, outputs).Number(2, FloatType).Text(8, "W").Floats(9, weights);
        var graph = new ProtobufMessage()
            .Message(1, new ProtobufMessage().Text(1, "x").Text(1, "W").Text(2, "z").Text(4, "MatMul"))
            .Message(1, new ProtobufMessage().Text(1, "z").Text(2, "y").Text(4, "Softmax"))
            .Text(2, "question")
            .Message(5, initializer)
            .Message(11, Value("x", inputs))
            .Message(12, Value("y", outputs));
        var operators = new ProtobufMessage().Text(1, "").Number(2, OperatorSet);
        return new ProtobufMessage().Number(1, IrVersion).Message(7, graph).Message(8, operators).ToArray();
    }

    // [rows, columns], as many rows as there are.
    private static ProtobufMessage Value(string name, int columns)
    {
        var shape = new ProtobufMessage().Message(1, new ProtobufMessage().Text(2, "rows")).Message(1, new ProtobufMessage().Number(1, columns));
        var type = new ProtobufMessage().Message(1, new ProtobufMessage().Number(1, FloatType).Message(2, shape));
        return new ProtobufMessage().Text(1, name).Message(2, type);
    }
}
