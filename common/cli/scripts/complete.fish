# SPDX-License-Identifier: Apache-2.0

# Paths that begin with $argv[2], each behind $argv[1]; of files only those with one of the extensions.
function __kubectl_mesh_files
    set -l extensions $argv[3..]
    for path in (__fish_complete_path "$argv[2]")
        set -l name (string split -m 1 \t -- $path)[1]
        if not set -q extensions[1]; or string match -q '*/' -- $name; or contains -- (string replace -r '.*\.' '' -- $name) $extensions
            echo "$argv[1]$path"
        end
    end
end

function __kubectl_mesh_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct | string replace -ra '[\'"\\\\]' '')
    set -l plugin $words[1]
    set -l lines ($plugin __complete $words[2..] "$current" 2>/dev/null)
    set -l directive (string replace -r '^:' '' -- "$lines[-1]")
    test -n "$directive"; or return
    set -e lines[-1]
    # fish wants whole words: what stands before the value comes back.
    set -l kept (string match -r '^--[^=]*=' -- $current)
    set -l value (string replace -r '^--[^=]*=' '' -- $current)
    if test (math "bitand($directive, 4)") -eq 0
        __kubectl_mesh_files "$kept" "$value" $lines
        return
    end
    for line in $lines
        echo "$kept$line"
    end
end

complete -c kubectl-mesh_@NAME@ -f -a '(__kubectl_mesh_complete)'
complete -c kubectl-mesh-@NAME@ -f -a '(__kubectl_mesh_complete)'
