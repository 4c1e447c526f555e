# Trains and measures fastText on files that the caller wrote: config.json, train.txt, test.txt. Prints one JSON object.
import json
import os
import signal
import statistics
import sys
import time

# The caller holds the other end of stdin. When it dies, however it dies, the pipe ends and so does this process: training holds the
# interpreter's lock, hence a process of its own that watches.
main = os.getpid()
watcher = os.fork()
if watcher == 0:
    os.close(1)
    os.close(2)
    sys.stdin.buffer.read()
    if os.getppid() == main:
        os.kill(main, signal.SIGKILL)
    os._exit(0)

folder = sys.argv[1]
try:
    import fasttext
except ImportError as fault:
    print(json.dumps({"absent": str(fault)}))
    os.kill(watcher, signal.SIGKILL)
    sys.exit(0)

fasttext.FastText.eprint = lambda *parts: None
with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
    config = json.load(file)
started = time.process_time()
model = fasttext.train_supervised(
    input=os.path.join(folder, "train.txt"), thread=1, verbose=0, loss="softmax", minCount=1, **config)
seconds = time.process_time() - started

with open(os.path.join(folder, "test.txt"), encoding="utf-8", newline="\n") as file:
    lines = file.read().split("\n")[:-1]
labels, probabilities = model.predict(lines, k=1)

timed = lines[:2000]
for line in timed[:200]:
    model.predict(line)
microseconds = []
features = 0
for line in timed:
    begin = time.perf_counter_ns()
    model.predict(line)
    microseconds.append((time.perf_counter_ns() - begin) / 1000)
    words = line.split()
    # Known words and the end of the line, and an n-gram of each order from every word on.
    features += 1 + sum(model.get_word_id(word) >= 0 for word in words) + len(words) * (config["wordNgrams"] - 1)

print(json.dumps({
    "labels": [row[0] for row in labels],
    "probabilities": [float(row[0]) for row in probabilities],
    "trainingCpuSeconds": seconds,
    "microseconds": statistics.median(microseconds) if microseconds else 0,
    "featuresPerText": features / max(1, len(timed)),
    "words": len(model.words),
}))
os.kill(watcher, signal.SIGKILL)
