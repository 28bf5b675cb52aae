#!/usr/bin/env bash
# In place of ssh for mpirun: runs a command in the network namespace of a host, under a host name of its own, with processes of its own, so that hosts share no memory.
host=$1; shift
exec ip netns exec "bp${host##*.}" unshare --uts --pid --fork --mount-proc --kill-child bash -c "hostname host-${host##*.}; $*"
