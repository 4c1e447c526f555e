#!/usr/bin/env bash
# Cold start and resident memory: benchmarks/cold-start.sh HOME [ROUNDS]. One text from process start to answer, in turn with `import torch` where
# python3-torch is installed; then a serving host after some hundred requests. Medians; build with ./moe first. MOE_OTHER names the moe of another
# build, which is measured in turn with this one.
set -euo pipefail

home=${1:?cold-start.sh HOME [ROUNDS]: a home that moe fit wrote}
rounds=${2:-9}
moe="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)/src/Cli/bin/Release/net10.0/moe"
work=$(mktemp -d)
trap 'kill "${host:-}" 2>/dev/null || true; rm -rf "$work"' EXIT

# Appends "wall-seconds cpu-seconds peak-KiB" of a command to a file.
measure() {
  local to=$1
  shift
  /usr/bin/time -a -o "$to" -f '%e %U %S %M' "$@" >/dev/null
}

report() {
  local name=$1 file=$2 column
  printf '%-14s' "$name"
  for column in '$1' '$2 + $3' '$4 / 1024'; do
    awk "{ print $column }" "$file" | sort -n | awk '{ v[NR] = $1 } END { printf "  %8.2f (%.2f to %.2f)", v[int((NR + 1) / 2)], v[1], v[NR] }'
  done
  echo
}

has_torch=$(/usr/bin/python3 -c 'import torch' 2>/dev/null && echo yes || echo no)
for _ in $(seq "$rounds"); do
  measure "$work/predict" "$moe" predict --home "$home" --text 'how do I reset my password' --quiet
  if [ -n "${MOE_OTHER:-}" ]; then measure "$work/other" "$MOE_OTHER" predict --home "$home" --text 'how do I reset my password' --quiet; fi
  if [ "$has_torch" = yes ]; then measure "$work/torch" /usr/bin/python3 -c 'import torch'; fi
done
printf '%-14s  %-24s  %-24s  %s\n' '' 'seconds' 'CPU seconds' 'peak MiB'
report 'moe predict' "$work/predict"
if [ -n "${MOE_OTHER:-}" ]; then report 'other predict' "$work/other"; fi
if [ "$has_torch" = yes ]; then report 'import torch' "$work/torch"; else echo 'import torch: python3-torch is not installed'; fi

serve() {
  local program=$1
  "$program" serve --home "$home" --urls http://127.0.0.1:18080 >"$work/log" 2>&1 &
  host=$!
  for _ in $(seq 300); do
    curl -sf http://127.0.0.1:18080/readyz >/dev/null && break
    kill -0 "$host" 2>/dev/null || { tail -n 5 "$work/log" >&2; exit 1; }
    sleep 0.2
  done
  for _ in $(seq 300); do
    curl -sf -o /dev/null -H 'content-type: application/json' -d '{"texts":["how do I reset my password","play some jazz","what is the capital of France"]}' http://127.0.0.1:18080/moe/v1/infer
  done
  printf 'serving host: %s MiB resident, %s MiB at most\n' \
    "$(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$host/status")" "$(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$host/status")"
  kill "$host"
  wait "$host" || true
}

serve "$moe"
if [ -n "${MOE_OTHER:-}" ]; then serve "$MOE_OTHER"; fi
