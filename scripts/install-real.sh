#!/usr/bin/env bash
# Installs what `npm run test:real` runs against, from Debian's packages; with the argument `comparators` also what
# `npm run compare` compares with, and with the argument `peers` only what `npm run bench:peers` compares with. Needs root. Starts no service.
set -euo pipefail

packages=(
  openssl curl iproute2 default-jdk-headless gnutls-bin libnss3-tools golang-go golang-github-titanous-rocacheck-dev
  nginx-light libnginx-mod-stream apache2 caddy haproxy bind9-utils postfix dovecot-imapd dovecot-pop3d dovecot-managesieved dovecot-lmtpd
  nix-bin postfix-mta-sts-resolver
  inn2 vsftpd slapd prosody inspircd postgresql mariadb-server xrdp
  squid-openssl tinyproxy microsocks unbound bind9 bind9-dnsutils bind9-utils libresolv-wrapper
  prometheus prometheus-alertmanager prometheus-node-exporter prometheus-pushgateway
  pebble python3-boto3 python3-dnspython python3-moto python3-flask-cors python3-hvac python3-pynetbox kubectl golang-k8s-api-dev
  python3-google-auth python3-requests
  zsh fish systemd
  chromium pre-commit
  python3-cryptography python3-jinja2 python3-prometheus-client python3-icalendar python3-feedparser python3-junitparser
  python3-yaml python3-jsonschema python3-html5lib python3-lxml libxml2-utils libreoffice-calc-nogui cmark-gfm python3-markdown-it
)
case ${1:-} in
  '') ;;
  comparators) packages+=(monitoring-plugins-contrib bc file prometheus-blackbox-exporter testssl.sh) ;;
  peers) packages=(nginx-light prometheus-blackbox-exporter python3-cryptography) ;;
  *) echo "usage: $0 [comparators | peers]" >&2; exit 2 ;;
esac

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi

# Debian starts a service as soon as it is installed, unless this script says no (101).
policy=/usr/sbin/policy-rc.d
kept=$(mktemp)
if [ -e "$policy" ]; then cp -p "$policy" "$kept"; had=1; else had=; fi
restore() {
  if [ -n "$had" ]; then cp -p "$kept" "$policy"; else rm -f "$policy"; fi
  rm -f "$kept"
}
trap restore EXIT
printf '#!/bin/sh\nexit 101\n' > "$policy"
chmod 755 "$policy"

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q --no-install-recommends "${missing[@]}" < /dev/null
