/** Renders unwatched findings of `discover` as static analysis results (SARIF 2.1.0), each at its line. */

import { createHash } from 'node:crypto';
import type { Discovery, DiscoveryFinding } from '../../generated/discovery.ts';
import { VERSION } from '../../lib/version.ts';
import { MAX_SARIF_RESULTS, toSarifUri } from '../kinds/sarif.ts';
import { describeUnwatched, formatValue, getRule, listUnwatched, type UnwatchedRule } from './select.ts';

const RULES: Record<UnwatchedRule, string> = {
  'unwatched-host': 'A host that serves TLS is not watched.',
  'unwatched-domain': 'A domain whose registration can expire is not watched.',
  'unwatched-certificate': 'A certificate file is not watched.',
  'unwatched-fixture': 'A test certificate is not watched.',
};

const HELP =
  'Add the entry that the message shows to the manifest, or silence the finding with an item of discovery.ignore.';

/** Builds a log with one run. Findings after the first 25,000 are left out: GitHub rejects larger runs. */
export function buildDiscoverySarif(discovery: Discovery): object {
  const ids = Object.keys(RULES) as UnwatchedRule[];
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

function buildResult(finding: DiscoveryFinding, ids: readonly UnwatchedRule[]): object {
  const { kind, file, line, other_lines } = finding;
  const rule = getRule(finding);
  const identity = createHash('sha256')
    .update(JSON.stringify([rule, kind, formatValue(finding)]))
    .digest('hex');
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: rule === 'unwatched-fixture' ? 'note' : 'warning',
    message: { text: describeUnwatched(finding) },
    locations: [{ physicalLocation: buildLocation(file, line) }],
    ...(other_lines.length > 0 && {
      relatedLocations: other_lines.slice(0, MAX_RELATED).map((one, index) => ({
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
