#!/usr/bin/env bash
# In place of ssh for mpirun: runs a command in the network namespace of a host, under a host name of its own.
host=$1; shift
exec ip netns exec "bp${host##*.}" unshare --uts bash -c "hostname host-${host##*.}; $*"
