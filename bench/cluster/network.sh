#!/usr/bin/env bash
# A cluster in one machine: network.sh up N SECONDS RATE, for example network.sh up 4 0.002 25e6, makes N hosts, each a network namespace, behind a switch
# that delays each frame and sends at most RATE bytes per second from each host; network.sh run N COMMAND … runs a command as N ranks, one per host, over TCP;
# network.sh down takes all away. Needs root, iproute2, /dev/net/tun and Open MPI; not netem, which not every kernel has. With 0 SECONDS the kernel is the switch (veth, bridge, tbf), which leaves
# the processors to the hosts: for communication while they compute.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bench="dotnet $here/bin/Release/net10.0/Backprop.ClusterBench.dll"
case ${1:-} in
  up)
    n=$2
    if [ "$3" = 0 ]; then
      ip link add bptb type bridge && ip addr add 10.77.0.254/24 dev bptb && ip link set bptb mtu 9000 up
      for k in $(seq "$n"); do
        ip netns add "bp$k"
        ip link add "bpt$k" mtu 9000 type veth peer name "bpn$k" mtu 9000 netns "bp$k"
        ip link set "bpt$k" master bptb up
        ip -n "bp$k" link set lo up
        ip -n "bp$k" addr add "10.77.0.$k/24" dev "bpn$k"
        ip -n "bp$k" link set "bpn$k" up
        tc -n "bp$k" qdisc add dev "bpn$k" root tbf rate "$(awk "BEGIN { printf \"%d\", 8 * $4 }")bit" burst 128kb latency 1s
      done
      exit
    fi
    for k in $(seq $((n + 1))); do ip tuntap add dev "bpt$k" mode tap; done
    $bench switch $((n + 1)) "$3" "$4" >/tmp/bp-switch.log 2>&1 &
    echo $! >/tmp/bp-switch.pid
    until grep -q up /tmp/bp-switch.log; do sleep 0.1; done
    for k in $(seq "$n"); do
      ip netns add "bp$k"
      ip link set "bpt$k" netns "bp$k"
      ip -n "bp$k" link set lo up
      ip -n "bp$k" addr add "10.77.0.$k/24" dev "bpt$k"
      ip -n "bp$k" link set "bpt$k" mtu 9000 up
    done
    # mpirun itself is a host more.
    ip addr add 10.77.0.254/24 dev "bpt$((n + 1))" && ip link set "bpt$((n + 1))" mtu 9000 up ;;
  run)
    n=$2; shift 2
    hosts=$(seq -s, -f '10.77.0.%g:1' "$n")
    exec mpirun --allow-run-as-root -n "$n" -host "$hosts" --mca plm_rsh_agent "$here/network-agent.sh" --mca btl tcp,self --mca pml ob1 \
      --mca btl_tcp_if_include 10.77.0.0/24 --mca oob_tcp_if_include 10.77.0.0/24 --mca mpi_yield_when_idle 1 --bind-to none "$@" ;;
  down)
    for ns in $(ip netns list | grep -o '^bp[0-9]*'); do ip netns del "$ns"; done
    kill "$(cat /tmp/bp-switch.pid 2>/dev/null)" 2>/dev/null || true
    for device in $(ip -o link | grep -o 'bpt[0-9b]*' | sort -u); do ip link del "$device" 2>/dev/null || true; done ;;
  *) sed -n 2,5p "$0"; exit 1 ;;
esac
