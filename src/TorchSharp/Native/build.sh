#!/usr/bin/env bash
# Compiles torch_native.cpp against the machine's libtorch: build.sh SOURCE OUTPUT. With --locate it only says which one.
# LIBTORCH_HOME names another libtorch: an unpacked archive, the torch/ folder of a Python wheel, or the site-packages
# that holds it. Every failure ends in one sentence that says what to install.
set -u
advice="apt-get install libtorch-dev libopenblas0-openmp g++, or set LIBTORCH_HOME to a libtorch with include/ and lib/."
fail() { echo "libtorch: $1 To mend it: $advice" >&2; exit 1; }

home=${LIBTORCH_HOME:-/usr}
[ -d "$home/torch/include" ] && home=$home/torch
[ -f "$home/include/ATen/ATen.h" ] || fail "no ATen/ATen.h under $home/include."
lib=
for candidate in "$home/lib" "$home/lib64" "$home/lib/$(uname -m)-linux-gnu"; do
  [ -e "$candidate/libtorch_cpu.so" ] && lib=$candidate && break
done
[ -n "$lib" ] || fail "no libtorch_cpu.so under $home/lib."

if [ "$1" = --locate ]; then
  # What it resolves to and when that was written: an upgraded libtorch compiles anew.
  stat -L -c '%n %s %Y' "$lib/libtorch_cpu.so"
  readlink -f "$lib/libtorch_cpu.so"
  exit 0
fi

source=$1 output=$2
command -v "${CXX:-g++}" >/dev/null || fail "no C++ compiler (${CXX:-g++}) on the PATH."

# A libtorch of the old C++ ABI (wheels before 2.6) names no std::__cxx11 in its own symbols.
abi=0
grep -qaE '_ZN3c10[A-Za-z0-9_]*__cxx11' "$lib/libc10.so" && abi=1

flags=(-std=c++17 -O2 -fPIC -shared -fvisibility=hidden -w "-D_GLIBCXX_USE_CXX11_ABI=$abi" "-DMT_LIBRARIES=\"$lib\"")
flags+=(-I"$home/include" -I"$home/include/torch/csrc/api/include" -L"$lib")
[ "$home" = /usr ] || flags+=(-Wl,-rpath,"$lib")

"${CXX:-g++}" "${flags[@]}" "$source" -o "$output.tmp" -Wl,--no-as-needed -ltorch_cpu -lc10 -Wl,--as-needed -ldl \
  || fail "torch_native.cpp does not compile against $home (1.13 to 2.x are supported)."
mv -f "$output.tmp" "$output"
