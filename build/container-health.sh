#!/usr/bin/env bash
# Exit code 0 where the host of this container is alive: container-health.sh [PORT]. Slim images have no curl.
set -u

exec 3<>"/dev/tcp/127.0.0.1/${1:-8080}" || exit 1
printf 'GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 4 _ status _ <&3
[ "${status:-}" = 200 ]
