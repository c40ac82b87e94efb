#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# write-license.sh: prints our licence, then those of all that sources.txt names, for the binaries
# that carry it. build.sh has put the sources in place.
set -eu
cd "$(dirname "$0")/.."
root=$PWD/build/package

# text_of NAME CLIENT VERSION FILE: a file of that source.
text_of() {
  case $2 in
    pip) cat "$root/$1-$3"/lib/python3*/site-packages/ziglang/"$4" ;;
    deb) dpkg-deb --fsys-tarfile "$root/sources/$1.deb" | tar -xO "./$4" ;;
    *) tar -xOf "$(echo "$root/sources/$1".tar*)" --wildcards "*/$4" ;;
  esac
}

cat LICENSE
grep -v '^#' packaging/sources.txt | while read -r name version licence client _ _ files; do
  for file in $(echo "$files" | tr , ' '); do
    printf '\n%s\n%s %s (%s), %s\n\n' \
      '================================================================================' "$name" "$version" "$licence" "${file##*/}"
    text_of "$name" "$client" "$version" "$file"
  done
done
