using TorchSharp.Native;
using TorchSharp.Operators;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Another handle on the same native tensor.</summary>
        public Tensor alias() => new(Kept(NativeMethods.mt_alias(Handle)));

        public Tensor clone() => Aten.Call("clone", (Argument)this);

        /// <summary>A contiguous tensor of the same values; another handle on this one where it is contiguous.</summary>
        public Tensor contiguous() => Aten.Call("contiguous", (Argument)this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Aten.InPlace("copy_", this, source, nonBlocking);

        public Tensor fill_(Scalar value) => Aten.InPlace("fill_.Scalar", this, (Argument)value);

        public Tensor zero_() => Aten.InPlace("zero_", this);

        public Tensor set_(Tensor source) => Aten.InPlace("set_.source_Tensor", this, source);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Aten.InPlace("bernoulli_.float", this, p, generator);

        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Aten.InPlace("bernoulli_.Tensor", this, p, generator);

        public Tensor bernoulli(Generator? generator = null) => Aten.Call("bernoulli", this, (Argument)generator);

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => Aten.InPlace("normal_", this, mean, std, generator);

        public Tensor uniform_(double from, double to, Generator? generator = null) => Aten.InPlace("uniform_", this, from, to, generator);

        public Tensor exponential_(double lambda = 1, Generator? generator = null) => Aten.InPlace("exponential_", this, lambda, generator);

        public Tensor random_(long from, long to, Generator? generator = null) => Aten.InPlace("random_.from", this, from, to, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            torch.multinomial(this, num_samples, replacement, generator);

        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Like("zeros_like", dtype, device, requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Like("ones_like", dtype, device, requires_grad);

        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Like("empty_like", dtype, device, requires_grad);

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Create("full_like", requires_grad, dtype, device ?? this.device, this, value);

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Like("rand_like", dtype, device, requires_grad);

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Like("randn_like", dtype, device, requires_grad);

        public Tensor randint_like(long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Create("randint_like.low_dtype", requires_grad, dtype, device ?? this.device, this, low, high);

        private Tensor Like(string name, ScalarType? dtype, Device? device, bool requires_grad) =>
            Create(name, requires_grad, dtype, device ?? this.device, this);
    }
}
