namespace TorchSharp;

public static partial class torch
{
    public static Tensor only_in_the_original(Tensor input, double factor = 1) => input.alias();

    public partial class Tensor
    {
        public Tensor only_in_the_original() => alias();
    }
}
