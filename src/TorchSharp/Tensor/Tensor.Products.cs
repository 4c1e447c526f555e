using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Aten.Call("addbmm", this, batch1, batch2, (double)beta, (double)alpha);

        public Tensor bmm(Tensor batch2) => Aten.Call("bmm", this, batch2);

        public Tensor dot(Tensor target) => Aten.Call("dot", this, target);

        public Tensor ger(Tensor vec2) => Aten.Call("ger", this, vec2);

        public Tensor inner(Tensor vec2) => Aten.Call("inner", this, vec2);

        public Tensor matmul(Tensor target) => Aten.Call("matmul", this, target);

        public Tensor mm(Tensor target) => Aten.Call("mm", this, target);

        public Tensor mv(Tensor target) => Aten.Call("mv", this, target);

        public Tensor outer(Tensor vec2) => Aten.Call("outer", this, vec2);

        public Tensor tensordot(Tensor b, (long, long)[] dims) => tensordot(b, [.. dims.Select(pair => pair.Item1)], [.. dims.Select(pair => pair.Item2)]);

        public Tensor tensordot(Tensor b, long dims = 2) => tensordot(b, [.. Enumerable.Range(0, (int)dims).Select(i => Dimensions - dims + i)], [.. Enumerable.Range(0, (int)dims).Select(i => (long)i)]);

        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => Aten.Call("tensordot", this, b, dims1, dims2);

        public Tensor vdot(Tensor target) => Aten.Call("vdot", this, target);
    }
}
