#!/usr/bin/env bash
# Tests on a processor with NEON, emulated: test-arm64.sh [PROJECT [ARGUMENT…]]. Without arguments the numerics, the n-grams and the mixture's agreement of
# its two paths; otherwise one project of tests/, such as Gating.Tests, with what its program is to be given (--filter-class …).
# Debian's emulator, and the arm64 libraries that .NET and the tensor runtime want, are fetched into artifacts/arm64 (300 MB, 1.3 GB unpacked), nothing is installed;
# the compiler g++-aarch64-linux-gnu must be there. Emulated code runs some twenty times as long: this is no measurement of NEON.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
work="$root/artifacts/arm64"
system="$work/system"
emulator="$work/emulator/usr/bin/qemu-aarch64"
oldest=9   # 7.2 loses threads and memory of .NET 10 programs

say() { printf 'test-arm64: %s\n' "$*" >&2; }

command -v aarch64-linux-gnu-g++ >/dev/null || { say "there is no aarch64-linux-gnu-g++. Install it: apt-get install g++-aarch64-linux-gnu"; exit 2; }
command -v apt-get >/dev/null || { say "there is no apt-get: the emulator and the arm64 libraries are Debian's."; exit 2; }
mkdir -p "$work"

# apt with lists and state of its own: "$1" is the processor, the rest goes to apt-get.
apt_for() {
  local processor=$1 state="$work/apt-$1"
  shift
  mkdir -p "$state/lists/partial" "$state/archives/partial"
  touch "$state/status"
  (cd "$state/archives" && apt-get -qq -o APT::Architecture="$processor" -o APT::Architectures="$processor" -o Dir::State="$state" -o Dir::State::lists="$state/lists" -o Dir::State::status="$state/status" \
    -o Dir::Cache::archives="$state/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root -o Debug::NoLocking=1 "$@")
}

unpack() {
  local package
  mkdir -p "$2"
  for package in "$work/apt-$1/archives"/*.deb; do dpkg-deb --fsys-tarfile "$package" | tar -x -C "$2" --skip-old-files; done
}

find_emulator() {
  local found
  found=$(command -v qemu-aarch64 || true)
  if [ -n "$found" ] && [ "$("$found" --version | sed -n 's/.*version \([0-9]*\).*/\1/p')" -ge "$oldest" ]; then
    emulator=$found
    return
  fi
  [ -x "$emulator" ] && return
  say "fetching an emulator (qemu-user, $oldest or later)"
  # This release's is too old; that of its backports will do.
  local mirror release
  release=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' "Codename: $release" | head -n 1)
  mkdir -p "$work/apt-amd64"
  echo "deb $mirror $release-backports main" >"$work/apt-amd64/sources.list"
  local from=(-o Dir::Etc::sourcelist="$work/apt-amd64/sources.list" -o Dir::Etc::sourceparts=/dev/null)
  apt_for amd64 "${from[@]}" update
  apt_for amd64 "${from[@]}" download qemu-user
  unpack amd64 "$work/emulator"
}

find_system() {
  [ -e "$work/.system" ] && return
  say "fetching libtorch, OpenBLAS and OpenSSL for arm64"
  apt_for arm64 update
  apt_for arm64 install -y --no-install-recommends --download-only libtorch-dev libopenblas0-openmp libssl3
  unpack arm64 "$system"
  # What an installation would choose.
  (cd "$system/usr/lib/aarch64-linux-gnu" && ln -sf openblas-openmp/lib*.so* .)
  touch "$work/.system"
}

compile_native() {
  local source="$root/src/TorchSharp/Native/torch_native.cpp" libraries="$system/usr/lib/aarch64-linux-gnu"
  [ "$work/libmoetorch.so" -nt "$source" ] && return
  say "compiling the tensor runtime's native half"
  aarch64-linux-gnu-g++ -std=c++17 -O2 -fPIC -shared -fvisibility=hidden -w -D_GLIBCXX_USE_CXX11_ABI=1 '-DMT_LIBRARIES="/usr/lib/aarch64-linux-gnu"' \
    -I"$system/usr/include" -I"$system/usr/include/torch/csrc/api/include" "$source" -o "$work/libmoetorch.so" \
    -Wl,--no-as-needed "$libraries/libtorch_cpu.so" "$libraries/libc10.so" -Wl,--as-needed -ldl -Wl,--allow-shlib-undefined
}

# Publishes one test project and runs it: "$1" its folder's name, the rest its program's arguments.
run() {
  local project=$1 output="$work/$1"
  shift
  say "$project"
  dotnet publish "$root/tests/$project" -c Release -r linux-arm64 --self-contained -o "$output" -p:RunAnalyzers=false --nologo -v quiet -clp:NoSummary
  cp "$work/libmoetorch.so" "$output/"
  # Pages that are written and run at once cost the emulator much less than pages that change between the two.
  env -u MOE_DATA DOTNET_EnableWriteXorExecute=0 OMP_NUM_THREADS=1 "$emulator" -L "$system" "$output/MoECollab.$project" "$@"
}

find_emulator
find_system
compile_native
if [ $# -gt 0 ]; then
  run "$@"
  exit
fi
run Abstractions.Tests --filter-namespace 'MoECollab.Abstractions.Tests.Text'
run Gating.Tests
run NGram.Tests --filter-namespace 'MoECollab.NGram.Tests.Reading'
run Mixture.Tests --filter-class '*DirectPathTests' '*HostMemoryBatchTests' '*BlockTests'
