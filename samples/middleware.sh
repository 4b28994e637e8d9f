#!/usr/bin/env bash
# A middleware for gor --middleware: drops the calls of /health, and lets everything else through as it is.
# A line of stdin is a message: hexadecimal digits of "KIND ID TIME LATENCY\n" and the message itself. KIND is 1 for a request, 2 for
# its response, 3 for what a server answers to its replay. What is written to stdout goes on; what is not, is dropped. Logs go to stderr.
#
#     gor --input-raw :8080 --middleware samples/middleware.sh --output-stdout
declare -A dropped
while read -r line; do
    header=$(printf '%b' "\\x$(sed 's/../&\\x/g; s/\\x$//' <<< "${line%%0a*}")")
    read -r kind id _ <<< "$header"
    # 474554202f6865616c7468 is "GET /health".
    if [[ $kind == 1 && ${line#*0a} == 474554202f6865616c7468* ]]; then
        dropped[$id]=1
        echo "dropped $id" >&2
    elif [[ -n ${dropped[$id]} ]]; then
        unset "dropped[$id]"
    else
        echo "$line"
    fi
done
