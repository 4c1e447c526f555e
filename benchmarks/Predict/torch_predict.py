"""The same model as a service in Python would have it: hashed words and pairs of words, torch's EmbeddingBag, a linear gate, one of several adapters with its head.

Arguments: train file (__label__DOMAIN/X text), texts (one a line), dimension, length of n-grams of characters (0 for none). A round for each line on standard input, over a tenth of the texts; it
gives one line of JSON in microseconds: median, mean CPU time, tenth and ninetieth hundredth. Weights are drawn: they do not matter to the speed.
"""
import json
import re
import sys
import time
from zlib import crc32

import torch
from torch import nn
from torch.nn import functional

train, texts, dimension, characters = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
torch.set_num_threads(1)
torch.set_grad_enabled(False)
torch.manual_seed(1)
BUCKETS, WIDTH = 1 << 18, 32

domains = {}
for line in open(train, encoding="utf-8"):
    label = line.split(" ", 1)[0][len("__label__"):]
    domains.setdefault(label.partition("/")[0], {}).setdefault(label)
labels = [list(its) for its in domains.values()]


class Adapter(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.down, self.up, self.head = nn.Linear(dimension, WIDTH), nn.Linear(WIDTH, dimension), nn.Linear(dimension, classes)

    def forward(self, hidden):
        return self.head(hidden + self.up(functional.gelu(self.down(hidden))))


bag = nn.EmbeddingBag(BUCKETS, dimension, mode="mean")
gate = nn.Linear(dimension, len(labels))
experts = [Adapter(len(its)) for its in labels]
start = torch.zeros(1, dtype=torch.long)
words = re.compile(r"\w+").findall


def ids_of(text):
    tokens = words(text.lower())
    pairs = [first + " " + second for first, second in zip(tokens, tokens[1:])]
    grams = [marked[at:at + characters] for marked in (f"<{token}>" for token in tokens) for at in range(len(marked) - characters + 1)] if characters else []
    return [crc32(token.encode()) % BUCKETS for token in tokens + pairs + grams] or [0]


def predict(text):
    hidden = bag(torch.tensor(ids_of(text)), start)
    weight, chosen = torch.softmax(gate(hidden), -1).max(-1)
    expert = int(chosen)
    share, best = torch.softmax(experts[expert](hidden), -1).max(-1)
    return labels[expert][int(best)], float(share * weight)


lines = [line.rstrip("\n") for line in open(texts, encoding="utf-8")][::10]


def measure():
    times = []
    cpu = time.process_time_ns()
    for line in lines:
        began = time.perf_counter_ns()
        predict(line)
        times.append(time.perf_counter_ns() - began)
    cpu = time.process_time_ns() - cpu
    times.sort()
    return {"median": times[len(times) // 2] / 1000, "cpu": cpu / len(lines) / 1000, "low": times[len(times) // 10] / 1000, "high": times[len(times) * 9 // 10] / 1000}


measure()
print("{}", flush=True)
for _ in sys.stdin:
    print(json.dumps(measure()), flush=True)
