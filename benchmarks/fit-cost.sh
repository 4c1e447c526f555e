#!/usr/bin/env bash
# What a whole fit costs beside fastText: benchmarks/fit-cost.sh DATA [ROUNDS]. DATA holds <domain>/train.jsonl for twelve domains and perhaps other sets.
# CPU seconds of `moe fit`, everything from process start to report included, with the usual encoder and with none, in turn with one joint fastText
# training of the same rows (labels <domain>/<label>, words and pairs, 64 dimensions, 25 passes, one thread; its training alone). Build with ./moe first.
set -euo pipefail

data=$(readlink -f -- "${1:?fit-cost.sh DATA [ROUNDS]: a folder with <domain>/train.jsonl}")
rounds=${2:-1}
moe="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)/src/Cli/bin/Release/net10.0/moe"
python=${MOE_PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
TIMEFORMAT='%U %S'

mkdir "$work/domains"
for domain in ag_news biomedical20 clinc150 debian_sections emotion6 financial_phrasebank legal_cuad scicite sms_spam sst2 stackoverflow20 trec6; do
  [ -f "$data/$domain/train.jsonl" ] || { echo "fit-cost.sh: there is no $data/$domain/train.jsonl" >&2; exit 1; }
  ln -s "$data/$domain" "$work/domains/$domain"
done

# CPU seconds of a command, user and system.
seconds() { { time "$@" >/dev/null 2>"$work/errors"; } 2>&1 | awk '{ print $1 + $2 }'; }

fit() {
  rm -rf "$work/home"
  seconds "$moe" fit "$work/domains" --home "$work/home" --quiet "$@"
  [ -f "$work/home/fit.json" ] || { cat "$work/errors" >&2; exit 1; }
}

fasttext() {
  "$python" - "$work/domains" "$work/rows.txt" <<'PYTHON'
import glob, json, os, random, re, sys, time
import fasttext

folder, path = sys.argv[1:3]
rows = []
for file in sorted(glob.glob(folder + "/*/train.jsonl") + glob.glob(folder + "/*/dev.jsonl")):
    domain = os.path.basename(os.path.dirname(file))
    for line in open(file, encoding="utf-8"):
        row = json.loads(line)
        label = re.sub(r"\s", "_", f"{domain}/{row['label']}")
        words = " ".join(re.findall(r"\w+", row["text"].lower()))
        rows.append(f"__label__{label} {words}\n")
random.Random(1).shuffle(rows)
open(path, "w", encoding="utf-8").writelines(rows)
began = time.process_time()
fasttext.train_supervised(path, wordNgrams=2, dim=64, lr=0.5, epoch=25, minCount=1, loss="softmax", thread=1, verbose=0)
print(time.process_time() - began)
PYTHON
}

printf '%-7s %14s %20s %24s\n' round 'fastText' 'fit' 'fit --encoder none'
for round in $(seq "$rounds"); do
  theirs=$(fasttext)
  whole=$(fit)
  bare=$(fit --encoder none)
  awk -v r="$round" -v t="$theirs" -v w="$whole" -v b="$bare" 'BEGIN { printf "%-7s %12.1f s %11.1f s %5.2f× %15.1f s %5.2f×\n", r, t, w, w / t, b, b / t }'
done
