/** The text of a first manifest: short, commented, and valid as it stands. */

import { stringify } from 'yaml';
import type { ProposedEntry } from './propose-entries.ts';

/** Where nothing was found, something must stand there that shows how, and that can be scanned. */
const EXAMPLE: ProposedEntry = {
  name: 'example',
  source: { kind: 'endpoint', endpoint: 'example.com' },
  files: 0,
  valid_to: null,
};

export function renderManifest(entries: readonly ProposedEntry[]): string {
  const isExample = entries.length === 0;
  return `# What certvigil watches, and whom it tells. Check it with: certvigil validate
version: 1

# Not written, these are 30 and 14 days and [14, 30, 60, 90], capped for certificates of a short life: one of 90 days that
# renews itself 30 days before its end is no alarm each time.
# settings:
#   expiry_warning_days: 30
#   expiry_critical_days: 14
#   expiry_scan_thresholds: [14, 30, 60, 90]

certificates:
${isExample ? '  # An example: put your own in its place.\n' : ''}${(isExample ? [EXAMPLE] : entries).map(entryText).join('')}\
  # A server is watched by its name, a file by its path or a glob, a date by hand:
  # - name: shop
  #   endpoint: shop.example.com       # host or host:port; starttls: smtp where that is spoken
  #   ca_file: certs/our-ca.pem       # where clients trust an authority of your own; trust: none where they check nothing
  #   labels: { team: payments }
  #   owner: "@org/payments"
  #   renewal_instructions: docs/renew-shop.md
  # - name: legacy
  #   expires: 2027-03-01
${TELLING}`;
}

function entryText({ name, source }: ProposedEntry): string {
  const [key, value] =
    source.kind === 'endpoint' ? ['endpoint', scalar(source.endpoint)] : ['file', listed(source.patterns)];
  return `  - name: ${scalar(name)}\n    ${key}: ${value}\n`;
}

function listed(patterns: readonly string[]): string {
  const [first] = patterns;
  return patterns.length === 1 && first !== undefined ? scalar(first) : `[${patterns.map(scalar).join(', ')}]`;
}

/** Quoted where YAML would read it otherwise, also within a list in brackets; always on one line. */
function scalar(text: string): string {
  const isPlain = /^[\w./-][\w./*-]*$/.test(text) && stringify(text).trimEnd() === text;
  return isPlain ? text : JSON.stringify(text);
}

const TELLING = `
# What is critical, expired, or refused by clients opens an issue in the repository, which is closed once that is over.
# Needs no secret. What cannot be read opens none: that stands in the summary of each scan, and the rule below tells of it.
issues: {}

# To tell a chat channel, take the # away, add the secret SLACK_WEBHOOK_URL to the repository, and name it in the scan's
# workflow too. See a message before it is sent: certvigil render slack
# webhooks:
#   slack:
#     preset: slack
#     url: \${SLACK_WEBHOOK_URL}
# rules:
#   - name: expiry
#     events: [certificate.*]
#     actions: [{ webhook: slack }]
`;
