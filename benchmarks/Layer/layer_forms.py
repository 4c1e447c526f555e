"""The sparse layer y = sum_i g_i (gelu(x W1_i + b1_i) W2_i + b2_i), g = softmax(x Wg) over the k largest, in eight forms on PyTorch.

Reads one JSON object a line from standard input, answers each with one. {"cell": {d, h, e, k, n, seed}} builds the cell, checks that all forms agree, and
writes the output for input 0 to the given file; {"time": milliseconds} times every form once; {"limit": n} times a square product; {"version": true} asks for the version.
With a device as argument (cpu, cuda:0) weights and inputs are there, and times are medians by the clock of calls that are waited for; without, they are CPU time on one core.
"""
import json
import sys
import time

import numpy
import torch

torch.set_num_threads(1)
torch.set_grad_enabled(False)
POOL = 64
MOST_BYTES = 1 << 30
gelu = torch.nn.functional.gelu
DEVICE = torch.device(sys.argv[1] if len(sys.argv) > 1 else "cpu")
BY_CLOCK = len(sys.argv) > 1


def values(count, seed, bound):
    """The same numbers as the other side draws: a hash of the place."""
    out = torch.empty(count)
    view = out.numpy()
    for start in range(0, count, 1 << 22):
        stop = min(count, start + (1 << 22))
        v = numpy.arange(start, stop, dtype=numpy.uint32) * numpy.uint32(2654435761) + numpy.uint32(seed * 40503 & 0xFFFFFFFF)
        v ^= v >> numpy.uint32(15)
        v *= numpy.uint32(2246822519)
        v ^= v >> numpy.uint32(13)
        v *= numpy.uint32(3266489917)
        v ^= v >> numpy.uint32(16)
        view[start:stop] = (v.astype(numpy.float64) / 4294967296.0 - 0.5) * (2 * bound)
    return out


class Cell:
    def __init__(self, d, h, e, k, n, seed):
        self.d, self.h, self.e, self.k, self.n = d, h, e, k, n
        self.wg = values(e * d, seed + 1, 1.0).view(e, d).t().contiguous()
        self.w1 = torch.empty(e, d, h)
        self.w2 = torch.empty(e, h, d)
        for i in range(e):
            self.w1[i] = values(h * d, seed + 10 + 4 * i, d ** -0.5).view(h, d).t()
            self.w2[i] = values(d * h, seed + 12 + 4 * i, h ** -0.5).view(d, h).t()
        self.b1 = torch.stack([values(h, seed + 11 + 4 * i, 0.1) for i in range(e)])
        self.b2 = torch.stack([values(d, seed + 13 + 4 * i, 0.1) for i in range(e)])
        self.wg, self.w1, self.w2, self.b1, self.b2 = (w.to(DEVICE) for w in (self.wg, self.w1, self.w2, self.b1, self.b2))
        self.wide = None
        pool = max(2, min(POOL, (1 << 24) // (n * d)))
        self.inputs = [values(n * d, seed + 5000 + i, 1.0).view(n, d).to(DEVICE) for i in range(pool)]
        self.next = 0

    def select(self, x):
        top, chosen = (x @ self.wg).topk(self.k, dim=1)
        return torch.softmax(top, dim=1), chosen  # [N, k] both

    def dense_gates(self, x):
        gates, chosen = self.select(x)
        return torch.zeros(x.shape[0], self.e, device=DEVICE).scatter_(1, chosen, gates)

    def dense_wide(self, x):
        g = self.dense_gates(x)
        inner = gelu(torch.addmm(self.b1.view(-1), x, self.wide))
        inner = (inner.view(-1, self.e, self.h) * g.unsqueeze(2)).view(-1, self.e * self.h)
        return torch.addmm(g @ self.b2, inner, self.w2.view(self.e * self.h, self.d))

    def dense_bmm(self, x):
        g = self.dense_gates(x)
        inner = gelu(torch.baddbmm(self.b1.unsqueeze(1), x.expand(self.e, -1, -1), self.w1))
        out = torch.baddbmm(self.b2.unsqueeze(1), inner, self.w2)
        return (out * g.t().unsqueeze(2)).sum(0)

    def expert(self, i, x):
        return torch.addmm(self.b2[i], gelu(torch.addmm(self.b1[i], x, self.w1[i])), self.w2[i])

    def masked_loop(self, x):
        g = self.dense_gates(x)
        y = torch.zeros_like(x)
        for i in range(self.e):
            y += g[:, i:i + 1] * self.expert(i, x)
        return y

    def index_loop(self, x):
        gates, chosen = self.select(x)
        y = torch.zeros_like(x)
        for i in range(self.e):
            rows, which = torch.where(chosen == i)
            if rows.numel() == 0:
                continue
            y.index_add_(0, rows, self.expert(i, x.index_select(0, rows)) * gates[rows, which].unsqueeze(1))
        return y

    def sorted_order(self, chosen):
        flat = chosen.reshape(-1)
        order = flat.argsort()
        return order, torch.div(order, self.k, rounding_mode="floor"), torch.bincount(flat, minlength=self.e)

    def sorted_split(self, x):
        gates, chosen = self.select(x)
        order, rows, counts = self.sorted_order(chosen)
        parts = []
        for i, part in enumerate(x.index_select(0, rows).split(counts.tolist())):
            if part.shape[0] > 0:
                parts.append(self.expert(i, part))
        out = torch.cat(parts) * gates.reshape(-1)[order].unsqueeze(1)
        return torch.zeros_like(x).index_add_(0, rows, out)

    def padded_bmm(self, x):
        gates, chosen = self.select(x)
        order, rows, counts = self.sorted_order(chosen)
        starts = counts.cumsum(0) - counts
        expert = chosen.reshape(-1)[order]
        capacity = int(counts.max())
        place = expert * capacity + torch.arange(order.shape[0], device=DEVICE) - starts[expert]
        padded = torch.zeros(self.e * capacity, self.d, device=DEVICE).index_copy_(0, place, x.index_select(0, rows)).view(self.e, capacity, self.d)
        inner = gelu(torch.baddbmm(self.b1.unsqueeze(1), padded, self.w1))
        out = torch.baddbmm(self.b2.unsqueeze(1), inner, self.w2).view(-1, self.d).index_select(0, place)
        return torch.zeros_like(x).index_add_(0, rows, out * gates.reshape(-1)[order].unsqueeze(1))

    def gathered(self, x):
        gates, chosen = self.select(x)
        flat = chosen.reshape(-1)
        tokens = x.repeat_interleave(self.k, 0).unsqueeze(1)
        inner = gelu(torch.baddbmm(self.b1[flat].unsqueeze(1), tokens, self.w1[flat]))
        out = torch.baddbmm(self.b2[flat].unsqueeze(1), inner, self.w2[flat]).view(-1, self.k, self.d)
        return (out * gates.unsqueeze(2)).sum(1)

    def per_token(self, x):
        gates, chosen = self.select(x)
        y = torch.zeros_like(x)
        for row, experts in enumerate(chosen.tolist()):
            for which, i in enumerate(experts):
                inner = gelu(torch.addmv(self.b1[i], self.w1[i].t(), x[row]))
                y[row] += gates[row, which] * torch.addmv(self.b2[i], self.w2[i].t(), inner)
        return y

    def forms(self):
        """Those worth running: what needs too much memory, or computes 40 times what it need where that takes long, cannot be the best."""
        useful = 4.0 * self.n * self.k * self.d * self.h
        dense = 40 * self.k >= self.e or useful * self.e / self.k < 4e9
        memory = 4.0 * self.n * self.e * max(self.h, self.d) < MOST_BYTES
        forms = ["index_loop", "sorted_split"]
        if dense and memory and useful * self.e / self.k < 4e11:
            forms += ["dense_wide", "dense_bmm", "masked_loop"]
        if 4.0 * self.e * self.n * self.k * self.d < MOST_BYTES and useful * 8 < 4e11:
            forms += ["padded_bmm"]
        if 8.0 * self.n * self.k * self.d * self.h < MOST_BYTES:
            forms += ["gathered"]
        if self.n <= 512:
            forms += ["per_token"]
        if "dense_wide" in forms:
            self.wide = self.w1.permute(1, 0, 2).reshape(self.d, self.e * self.h).contiguous()
        return forms

    def input(self):
        self.next = (self.next + 1) % len(self.inputs)
        return self.inputs[self.next]


def wait():
    if DEVICE.type == "cuda":
        torch.cuda.synchronize(DEVICE)


def spent(call):
    """Microseconds of a call: by the clock until it is done, or of this core."""
    wait()
    clock = time.perf_counter_ns if BY_CLOCK else time.process_time_ns
    start = clock()
    call()
    wait()
    return (clock() - start) / 1e3


def each(call, cell, calls):
    """Microseconds of one of several calls: their median where each is waited for, their mean otherwise."""
    if BY_CLOCK:
        return sorted(spent(lambda: call(cell.input())) for _ in range(calls))[calls // 2]
    return spent(lambda: [call(cell.input()) for _ in range(calls)]) / calls


def main():
    cell, forms, cost = None, [], {}
    for line in sys.stdin:
        asked = json.loads(line)
        if "cell" in asked:
            cell = None
            cell = Cell(**asked["cell"])
            forms = cell.forms()
            expected = cell.sorted_split(cell.inputs[0])
            apart = {form: float((getattr(cell, form)(cell.inputs[0]) - expected).abs().max()) for form in forms}
            cost = {form: min(spent(lambda: getattr(cell, form)(cell.input())) for _ in range(2)) for form in forms}
            best = min(cost.values())
            forms = [form for form in forms if cost[form] < 6 * best or form in ("index_loop", "sorted_split")]
            expected.cpu().numpy().tofile(asked["file"])
            answer = {"apart": apart, "pool": len(cell.inputs)}
        elif "time" in asked:
            answer = {}
            for form in forms:
                call = getattr(cell, form)
                calls = int(max(3 if BY_CLOCK else 1, min(200 if BY_CLOCK else 2000, asked["time"] * 1e3 / cost[form])))
                answer[form] = each(call, cell, calls)
                cost[form] = max(1.0, answer[form])
        elif "version" in asked:
            answer = {"version": torch.__version__}
        else:
            n = asked["limit"]
            a, b = torch.rand(n, n, device=DEVICE), torch.rand(n, n, device=DEVICE)
            answer = {"gflops": 2.0 * n ** 3 / min(spent(lambda: a @ b) for _ in range(3)) / 1e3}
        print(json.dumps(answer), flush=True)


main()
