#!/bin/sh
# limit-cpu.sh SHARE PID: from now on the process gets SHARE of one processor at most (0.25 is a quarter), by a control group of its own; needs root.
# For `bellwether bench delivery --front-ends 1,2 --limit-front-ends 'deploy/tools/limit-cpu.sh 0.25'`.
set -eu
[ $# -eq 2 ] || { echo "limit-cpu.sh: SHARE and PID are needed" >&2; exit 64; }
period=20000
quota=$(awk -v share="$1" -v period="$period" 'BEGIN { if (share + 0 < 0.05) exit 1; printf "%d", share * period }') ||
  { echo "limit-cpu.sh: $1; limit a share of at least 0.05" >&2; exit 64; }
root=/sys/fs/cgroup
# version 1 has a hierarchy for each controller
[ -f "$root/cgroup.controllers" ] || root=$root/cpu
for left in "$root"/bellwether-limit-*; do
  # of processes that are gone; the others cannot be removed
  [ ! -d "$left" ] || rmdir "$left" 2>/dev/null || true
done
group=$root/bellwether-limit-$2
mkdir -p "$group"
if [ -f "$group/cpu.cfs_quota_us" ]; then
  echo "$period" > "$group/cpu.cfs_period_us"
  echo "$quota" > "$group/cpu.cfs_quota_us"
else
  echo +cpu > "$root/cgroup.subtree_control"
  echo "$quota $period" > "$group/cpu.max"
fi
echo "$2" > "$group/cgroup.procs"
