/** Renders a first manifest: short, commented and valid. */

import { VERSION } from '../../lib/version.ts';
import { renderEntryYaml, renderScalar } from '../../report/discover/entry-yaml.ts';
import type { ProposedEntry } from '../discover/propose-entries.ts';
import { toEntrySpec } from '../discover/reconcile.ts';
import type { InitReceivers } from './parse-receivers.ts';
import type { SigningSecret } from './probe-options.ts';
import { FROM_WARNING_EXAMPLE, ISSUE_ACTION, renderFixtureRule, renderReceivers } from './receivers.ts';

/**
 * The schema with which editors complete and check the manifest. It has only the major version, because later versions accept older
 * manifests.
 */
export const SCHEMA_URL = `https://unpkg.com/certvigil@${VERSION.split('.', 1)[0]}/schema/manifest.schema.json`;

/** An entry that can be scanned, in case no certificates were found. */
const EXAMPLE: ProposedEntry = {
  name: 'example',
  source: { kind: 'endpoint', endpoint: 'example.com' },
  files: 0,
  valid_to: null,
};

export interface ManifestDraft {
  entries: readonly ProposedEntry[];
  receivers: InitReceivers;
  /** The secrets with which probes sign their files. */
  secrets: readonly SigningSecret[];
  /** The variable with the URL of the heartbeat monitor; null: the line is a comment. */
  heartbeat: string | null;
}

export function renderManifest({ entries, receivers, secrets, heartbeat }: ManifestDraft): string {
  const isExample = entries.length === 0;
  const hasFixtures = entries.some(isFixture);
  return `# yaml-language-server: $schema=${SCHEMA_URL}
# The certificates that certvigil monitors, and who is notified. Check it with: certvigil validate
version: 1

# Defaults: warning at 30 days, critical at 14 days. They are shorter for short-lived certificates: a 90-day certificate that is renewed
# 30 days before it expires does not alert.
settings:
  expiry_scan_repeat: thresholds       # an active alert repeats 14, 7, 3, 1 days before the expiry, 0, 1, 3, 7 days after it, then weekly
  # Nothing runs if the schedule stops, so only an outside monitor such as healthchecks.io notices. It gets a request after each scan.
  ${heartbeat === null ? '# ' : ''}heartbeat_url: \${${heartbeat ?? 'HEARTBEAT_URL'}}
  # expiry_warning_days: 30
  # expiry_critical_days: 14

certificates:
${isExample ? '  # Example: replace it with your own.\n' : ''}${(isExample ? [EXAMPLE] : entries).map((entry) => renderEntryYaml(toEntrySpec({ ...entry, owner: null }))).join('')}\
  # Monitor a server by its host name, files by a path or a glob, and anything else by a hard-coded expiry date:
  # - name: shop
  #   endpoint: shop.example.com       # host or host:port; add starttls: smtp for a mail server
  #   ca_file: certs/our-ca.pem        # if clients trust a private CA; trust: none skips chain validation
  #   labels: { team: payments }
  #   owner: "@org/payments"
  #   renewal_instructions: docs/renew-shop.md
  # - name: legacy
  #   expires: 2027-03-01
${renderObservations(secrets)}${renderReceivers(receivers, hasFixtures)}${receivers.chats.length + (receivers.email === null ? 0 : 1) === 0 ? renderChatExample(receivers.issues && hasFixtures) : ''}`;
}

export function isFixture({ source }: ProposedEntry): boolean {
  return source.kind === 'file' && source.fixture === true;
}

/** Renders the section `observations`. Without probes, files do not need a signature. */
function renderObservations(secrets: readonly SigningSecret[]): string {
  const [first] = secrets.flatMap(({ probe }) => probe ?? []);
  if (first === undefined) return '';
  const lines = secrets.map(({ probe, name }) =>
    probe === null
      ? `  secret: "\${${name}}" # for entries without a probe\n  secrets:\n`
      : `    ${renderScalar(probe)}: "\${${name}}"\n`,
  );
  return `
# Probes sign their files, each with a secret of its own, and the scan rejects all other files. So a compromised probe
# cannot report for another. Add "probe: ${first}" to the entries that it reads.
observations:
${lines.join('')}`;
}

/** Renders the comment for a manifest that only opens issues. With test certificates, its rule comes after theirs. */
function renderChatExample(hasFixtures: boolean): string {
  return hasFixtures
    ? CHAT_EXAMPLE.replace('# rules:\n', `rules:\n${renderFixtureRule([ISSUE_ACTION])}`)
    : CHAT_EXAMPLE;
}

const CHAT_EXAMPLE = `
# To notify a chat channel, uncomment the lines below, add the secret SLACK_WEBHOOK_URL to the repository, and pass it to
# the scan in its workflow. Preview a message: certvigil render slack
# webhooks:
#   slack:
#     preset: slack
#     url: \${SLACK_WEBHOOK_URL}
# rules:
#   - name: expiry
#     events: [certificate.*, scan.*]  # scan.*: scans that did not run, or reached nothing
${FROM_WARNING_EXAMPLE}#     actions: [{ webhook: slack }]
`;
