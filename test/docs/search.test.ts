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

it.each([
  ['notification', [EVENTS, EVENT_LOG, 'docs/troubleshooting/no-alert.md', 'docs/guides/alert-once.md']],
  ['exit code', ['docs/reference/cli.md', 'docs/reference/action.md', 'docs/getting-started/other-schedulers.md']],
  ['trust store', [README, TRUST, PRIVATE_CA, UNTRUSTED, 'docs/reference/manifest.md']],
  ['certificate authority', [TRUST, PRIVATE_CA, UNTRUSTED, GLOSSARY]],
  ['private CA', [README, TRUST, PRIVATE_CA, UNTRUSTED, GLOSSARY]],
  ['deduplicate', [README, EVENTS, EVENT_LOG, 'docs/troubleshooting/too-many-alerts.md']],
  ['resolve', [README, EVENTS, GLOSSARY, 'docs/reference/presets.md']],
  ['self-signed', [TRUST, PRIVATE_CA, UNTRUSTED]],
  ['hostname', [README, TRUST, UNTRUSTED]],
  ['intermediate', [README, TRUST, UNTRUSTED]],
  ['renew', [README, EVENTS, 'docs/guides/renewal-windows.md', 'docs/guides/forecast.md']],
  ['cooldown', [README, EVENTS, 'docs/guides/alert-once.md', 'docs/troubleshooting/no-alert.md']],
  ['silence', [README, 'docs/guides/silences.md', 'docs/troubleshooting/too-many-alerts.md', GLOSSARY]],
])('a search for "%s" finds its pages', (word, pages) => {
  const found = (page: string) => readFileSync(page, 'utf8').toLowerCase().includes(word.toLowerCase());
  expect(pages.filter((page) => !found(page))).toEqual([]);
});
