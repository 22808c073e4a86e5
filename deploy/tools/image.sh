#!/bin/sh
# image.sh APPLICATION OUTPUT: the assembled application with a runtime of its own, so that no JDK is needed where it runs.
set -eu
application=$1
output=$2
java=$("$application/bin/bellwether" --find-java)
rm -rf "$output"
cp -R "$application" "$output"
rm -rf "$output/lib/built" "$output/lib/start"
# java.desktop: plots; jdk.crypto.cryptoki: master keys in tokens; jdk.zipfs, jdk.unsupported: libraries
"$(dirname "$java")/jlink" \
  --add-modules java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml,jdk.crypto.cryptoki,jdk.crypto.ec,jdk.httpserver,jdk.incubator.vector,jdk.management,jdk.unsupported,jdk.zipfs \
  --strip-debug --no-header-files --no-man-pages --compress zip-6 --output "$output/runtime"
