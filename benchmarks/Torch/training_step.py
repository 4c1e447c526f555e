# The other side of TrainingCosts: the same network, trained by python3-torch. One line in ("SGD 60"), one line out:
# the CPU nanoseconds of that many steps. The first line out is the version.
# This side drops its gradients, which is its cheaper way; the other fills them with zeros, as TorchSharp's optimizers do.
import sys
import time

import torch

torch.set_num_threads(1)
functional = torch.nn.functional


def setup(kind):
    torch.manual_seed(1)
    net = torch.nn.Sequential(torch.nn.Linear(32, 64), torch.nn.ReLU(), torch.nn.Linear(64, 10))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01) if kind == "SGD" else torch.optim.Adam(net.parameters())
    return net, optimizer, torch.randn(32, 32), torch.randint(10, (32,))


runs = {}
print(torch.__version__, flush=True)
for line in sys.stdin:
    kind, steps = line.split()
    if kind not in runs:
        runs[kind] = setup(kind)
    net, optimizer, inputs, targets = runs[kind]
    start = time.process_time_ns()
    for _ in range(int(steps)):
        optimizer.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(net(inputs), targets)
        loss.backward()
        optimizer.step()
    print(time.process_time_ns() - start, flush=True)
