/** Manifests, validated by PyYAML and jsonschema. */

import path from 'node:path';
import { checkWebhooks } from '../../../src/manifest/checks/receivers/webhooks.ts';
import { checkSettings } from '../../../src/manifest/checks/settings.ts';
import { validateDocument } from '../../../src/manifest/schema-diagnostics.ts';
import { readLabelsAsText, splitSections } from '../../../src/manifest/sections.ts';
import { getField } from '../../../src/manifest/yaml/node.ts';
import { parseYaml } from '../../../src/manifest/yaml/parse.ts';
import { createSourceFile, decodeText } from '../../../src/manifest/yaml/source-file.ts';
import { runProgram } from '../../real/harness.ts';
import type { Suite } from '../suite.ts';
import { DIFFERENCES } from './differences.ts';
import { manifests } from './random-manifests.ts';

const SCRIPT = path.join(import.meta.dirname, 'validate.py');
const SCHEMA = 'schema/manifest.schema.json';
const VERSIONS = `
from importlib.metadata import version
print(f"PyYAML {version('PyYAML')} and jsonschema {version('jsonschema')}")
`;

/** Codes for a key that is not known or not allowed. */
const UNKNOWN = new Set(['unknown-key', 'belongs-in-manifest']);

/** Codes for a key, or one of several, that is not there, or that excludes another. */
const MISSING = new Set(
  'missing-key needs-key source-missing source-conflict action-missing action-conflict ignore-without-match'.split(' '),
);

export const MANIFEST: Suite<string> = {
  room: 'manifest',
  drawn: 'manifests of the published schema, of which half are changed at one place',
  programs: ['/usr/bin/python3', '/usr/lib/python3/dist-packages/yaml', '/usr/lib/python3/dist-packages/jsonschema'],
  batch: 250,
  cases: manifests,
  answer: validate,
  open: async ([python = '']) => {
    const name = (await runProgram(python, ['-c', VERSIONS])).toString().trim();
    const ask = async (cases: readonly string[]): Promise<string[]> => {
      const input = JSON.stringify(cases);
      return JSON.parse((await runProgram(python, [SCRIPT, SCHEMA], { input })).toString());
    };
    return { oracles: [{ name, ask }], close: async () => {} };
  },
  differences: DIFFERENCES,
};

/** Validates a manifest against the schema only. Returns `valid`, or `invalid` with `LINE:KIND` of each error. */
function validate(text: string): string {
  const decoded = decodeText(Buffer.from(text));
  if (!('text' in decoded)) return 'invalid 1:syntax';
  const { root, diagnostics } = parseYaml(createSourceFile('certvigil.yaml', decoded.text, false));
  const broken = diagnostics.filter(({ severity }) => severity === 'error').map(({ line }) => line);
  if (root?.kind !== 'map' || broken.length > 0) return formatPlaces(broken.length > 0 ? broken : [1]);
  readLabelsAsText(root);
  // Which keys a webhook needs depends on its preset. The schema only says that it needs a URL or a preset.
  const sections = splitSections(root, [root]);
  const webhooks = checkWebhooks({
    ...sections,
    webhooks: sections.webhooks.filter(({ node }) => getField(node, 'preset') === undefined),
  }).filter(({ code }) => MISSING.has(code));
  // The names of fields of a dashboard are checked here, with a better message.
  const fields = checkSettings(sections).filter(({ code }) => code === 'bad-value');
  const problems = validateDocument(root);
  const isUnsupported = problems.some(({ code }) => code === 'unsupported-version');
  const errors = (isUnsupported ? problems : [...problems, ...webhooks, ...fields]).map(({ line, code }) => {
    return { line, kind: UNKNOWN.has(code) ? 'unknown' : MISSING.has(code) ? 'missing' : 'value' };
  });
  if (errors.length === 0) return 'valid';
  const sorted = errors.sort((a, b) => a.line - b.line || (a.kind < b.kind ? -1 : 1));
  return ['invalid', ...new Set(sorted.map(({ line, kind }) => `${line}:${kind}`))].join(' ');
}

/** Formats the lines of syntax errors, in order. */
function formatPlaces(lines: readonly number[]): string {
  const sorted = [...new Set(lines)].sort((a, b) => a - b);
  return ['invalid', ...sorted.map((line) => `${line}:syntax`)].join(' ');
}
