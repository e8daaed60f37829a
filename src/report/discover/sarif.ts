/** What `discover` found and no entry watches, as static analysis results, each at its line: SARIF 2.1.0, and Code Quality for GitLab. */

import { createHash } from 'node:crypto';
import type { Discovery, DiscoveryFinding } from '../../generated/discovery.ts';
import { VERSION } from '../../lib/version.ts';
import { renderCodeQuality } from '../format/code-quality.ts';
import { MAX_SARIF_RESULTS, toSarifUri } from '../kinds/sarif.ts';
import { renderEntryLine } from './entry-yaml.ts';
import { formatValue, listUnwatched } from './select.ts';

const RULES = {
  'unwatched-host': 'A host that serves TLS is not watched.',
  'unwatched-domain': 'A domain whose registration can expire is not watched.',
  'unwatched-certificate': 'A certificate file is not watched.',
  'unwatched-fixture': 'A test certificate is not watched.',
} as const;

type Rule = keyof typeof RULES;

const HELP =
  'Add the entry that the message shows to the manifest, or silence the finding with an item of discovery.ignore.';

export function buildDiscoverySarif(discovery: Discovery): object {
  const ids = Object.keys(RULES) as Rule[];
  const findings = listUnwatched(discovery).slice(0, MAX_SARIF_RESULTS);
  const rules = ids.map((id) => ({
    id,
    shortDescription: { text: RULES[id] },
    fullDescription: { text: `${RULES[id]} ${HELP}` },
    help: { text: HELP, markdown: HELP },
    defaultConfiguration: { level: id === 'unwatched-fixture' ? 'note' : 'warning' },
    properties: { tags: ['certificate', 'discovery'] },
  }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'certvigil', version: VERSION, semanticVersion: VERSION, rules } },
        automationDetails: { id: 'certvigil-discover/' },
        columnKind: 'unicodeCodePoints',
        results: findings.map((finding) => buildResult(finding, ids)),
      },
    ],
  };
}

function selectRule({ kind }: DiscoveryFinding): Rule {
  if (kind === 'host' || kind === 'domain' || kind === 'fixture') return `unwatched-${kind}`;
  return 'unwatched-certificate';
}

function describeFinding(finding: DiscoveryFinding): string {
  const { entry, reason } = finding;
  const fix = entry === null ? (reason ?? 'Add an entry to the manifest') : `Add ${renderEntryLine(entry)}`;
  return `${formatValue(finding)} is not watched. ${fix}.`;
}

export function renderDiscoveryCodeQuality(discovery: Discovery): string {
  return renderCodeQuality(
    listUnwatched(discovery).map((finding) => {
      const check = selectRule(finding);
      return {
        check,
        severity: check === 'unwatched-fixture' ? 'info' : 'minor',
        description: describeFinding(finding),
        position: finding,
        identity: [finding.kind, formatValue(finding)],
      };
    }),
  );
}

function buildResult(finding: DiscoveryFinding, ids: readonly Rule[]): object {
  const { kind, file, line, also_at } = finding;
  const rule = selectRule(finding);
  const identity = createHash('sha256')
    .update(JSON.stringify([rule, kind, formatValue(finding)]))
    .digest('hex');
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: rule === 'unwatched-fixture' ? 'note' : 'warning',
    message: { text: describeFinding(finding) },
    locations: [{ physicalLocation: buildLocation(file, line) }],
    ...(also_at.length > 0 && {
      relatedLocations: also_at.slice(0, MAX_RELATED).map((one, index) => ({
        id: index + 1,
        physicalLocation: buildLocation(one.file, one.line),
        message: { text: 'Also named here.' },
      })),
    }),
    partialFingerprints: { primaryLocationLineHash: `${identity.slice(0, 16)}:1`, 'certvigil/v1': identity },
  };
}

const MAX_RELATED = 20;

function buildLocation(file: string, line: number): object {
  return { artifactLocation: { uri: toSarifUri(file), uriBaseId: '%SRCROOT%' }, region: { startLine: line } };
}
