/** Each page is found by the words that readers search for. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const README = 'README.md';
const EVENTS = 'docs/concepts/events.md';
const EVENT_LOG = 'docs/concepts/event-log.md';
const TRUST = 'docs/concepts/trust.md';
const PRIVATE_CA = 'docs/guides/private-ca.md';
const UNTRUSTED = 'docs/troubleshooting/untrusted.md';
const GLOSSARY = 'docs/concepts/glossary.md';
const NO_ALERT = 'docs/troubleshooting/no-alert.md';
const TOO_MANY = 'docs/troubleshooting/too-many-alerts.md';
const UNREACHABLE = 'docs/troubleshooting/unreachable.md';
const NOT_SAVED = 'docs/troubleshooting/event-log-not-saved.md';

it.each([
  ['notification', [EVENTS, EVENT_LOG, NO_ALERT, 'docs/guides/alert-once.md']],
  ['exit code', ['docs/reference/cli.md', 'docs/reference/action.md', 'docs/getting-started/other-schedulers.md']],
  ['trust store', [README, TRUST, PRIVATE_CA, UNTRUSTED, 'docs/reference/manifest-keys.md']],
  ['certificate authority', [TRUST, PRIVATE_CA, UNTRUSTED, GLOSSARY]],
  ['private CA', [README, TRUST, PRIVATE_CA, UNTRUSTED, GLOSSARY]],
  ['deduplicate', [README, EVENTS, EVENT_LOG, TOO_MANY]],
  ['resolve', [README, EVENTS, GLOSSARY, 'docs/reference/presets.md']],
  ['self-signed', [TRUST, PRIVATE_CA, UNTRUSTED]],
  ['hostname', [README, TRUST, UNTRUSTED]],
  ['intermediate', [README, TRUST, UNTRUSTED]],
  ['renew', [README, EVENTS, 'docs/guides/renewal-windows.md', 'docs/guides/forecast.md']],
  ['cooldown', [README, EVENTS, 'docs/guides/alert-once.md', NO_ALERT]],
  // What other programs print, and what people call a problem.
  ['no alert', [NO_ALERT]],
  ['missed alert', ['docs/troubleshooting/README.md']],
  ['duplicate alerts', [TOO_MANY]],
  ['flapping', [TOO_MANY]],
  ['maintenance window', [TOO_MANY, 'docs/guides/silences.md']],
  ['acknowledge', [TOO_MANY, 'docs/guides/github-issues.md']],
  ['self signed certificate', [UNTRUSTED]],
  ['unable to get local issuer certificate', [UNTRUSTED]],
  ['unable to verify the first certificate', [UNTRUSTED]],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', [UNTRUSTED]],
  ['certificate signed by unknown authority', [UNTRUSTED]],
  ['PKIX path building failed', [UNTRUSTED]],
  ['ERR_CERT_AUTHORITY_INVALID', [UNTRUSTED]],
  ['ERR_TLS_CERT_ALTNAME_INVALID', [UNTRUSTED]],
  ['hostname mismatch', [UNTRUSTED]],
  ['fullchain', [UNTRUSTED, 'docs/troubleshooting/expired.md']],
  ['internal CA', [UNTRUSTED, PRIVATE_CA]],
  ['certificate has expired', [UNTRUSTED, 'docs/troubleshooting/README.md']],
  ['ECONNREFUSED', [UNREACHABLE]],
  ['ENOTFOUND', [UNREACHABLE]],
  ['ETIMEDOUT', [UNREACHABLE]],
  ['ECONNRESET', [UNREACHABLE]],
  ['timeout', [UNREACHABLE]],
  ['wrong version number', [UNREACHABLE]],
  ['handshake failure', [UNREACHABLE]],
  ['STARTTLS', [UNREACHABLE, 'docs/guides/mail-servers.md']],
  ['mac verify failure', [UNREACHABLE]],
  ['permission denied', [UNREACHABLE, NOT_SAVED]],
  ['push declined', [NOT_SAVED]],
  ['Resource not accessible by integration', [NOT_SAVED]],
  ['rate limit', [NOT_SAVED]],
  ['proxy', [UNREACHABLE, 'docs/guides/restricted-networks.md']],
  ['air-gapped', ['docs/guides/restricted-networks.md', 'docs/guides/README.md']],
  ['offline', ['docs/guides/restricted-networks.md']],
  ['Windows', ['docs/guides/keystores.md', PRIVATE_CA, 'docs/getting-started/other-schedulers.md']],
  ['Active Directory', [PRIVATE_CA]],
  ['.pfx', ['docs/guides/keystores.md']],
  ['truststore', ['docs/guides/keystores.md']],
  ['Docker', ['docs/getting-started/other-schedulers.md']],
  ["dead man's switch", [EVENTS, 'docs/getting-started/github.md', 'docs/troubleshooting/expired.md']],
  ['debug', ['docs/troubleshooting/README.md']],
  ['uninstall', ['docs/getting-started/github.md']],
  ['Argo CD', ['docs/guides/kubernetes-gitops.md']],
  ['Slack', ['docs/guides/receivers.md', NO_ALERT]],
  ['PagerDuty', ['docs/guides/receivers.md', NO_ALERT]],
  ['OpsGenie', ['docs/guides/receivers.md']],
  ['Alertmanager', ['docs/guides/receivers.md', 'docs/guides/prometheus.md']],
  ['certbot', ['docs/guides/acme.md', 'docs/guides/README.md']],
  ['silence', [README, 'docs/guides/silences.md', TOO_MANY, GLOSSARY]],
])('a search for "%s" finds its pages', (word, pages) => {
  const found = (page: string) => readFileSync(page, 'utf8').toLowerCase().includes(word.toLowerCase());
  expect(pages.filter((page) => !found(page))).toEqual([]);
});
