"""Trains fastText on a file in one pass, then answers each text of another file one by one: a round for each line on standard input.

Arguments: train file (__label__X text), texts (one a line), dimension, shortest and longest n-gram of characters (0 0 for none). A round gives one
line of JSON in microseconds: median, mean CPU time, tenth and ninetieth hundredth. How well it is trained does not matter to its speed.
"""
import json
import sys
import time

import fasttext

train, texts, dimension, shortest, longest = sys.argv[1:6]
model = fasttext.train_supervised(
    train, wordNgrams=2, dim=int(dimension), lr=0.5, epoch=1, bucket=1 << (20 if int(longest) else 18), minn=int(shortest), maxn=int(longest),
    minCount=1, loss="softmax", thread=1, verbose=0)
lines = [line.rstrip("\n") for line in open(texts, encoding="utf-8")]


def measure():
    times = []
    cpu = time.process_time_ns()
    for line in lines:
        began = time.perf_counter_ns()
        model.predict(line)
        times.append(time.perf_counter_ns() - began)
    cpu = time.process_time_ns() - cpu
    times.sort()
    return {"median": times[len(times) // 2] / 1000, "cpu": cpu / len(lines) / 1000, "low": times[len(times) // 10] / 1000, "high": times[len(times) * 9 // 10] / 1000}


measure()
print("{}", flush=True)
for _ in sys.stdin:
    print(json.dumps(measure()), flush=True)
