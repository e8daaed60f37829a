/** Writes what an import plans into the manifest. */

import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Import, ImportReceiver } from '../../generated/import.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { renderEntryLine, renderEntryYaml, renderScalar } from '../../report/discover/entry-yaml.ts';
import { SCHEMA_URL } from '../init/manifest-template.ts';
import { FROM_WARNING } from '../init/receivers.ts';
import { createFile } from '../init/write-files.ts';
import { type ItemText, insertItems } from '../manifest-edit/insert-items.ts';
import { insertKeys, type KeyText } from '../manifest-edit/insert-keys.ts';
import { type Edited, rewriteManifest, toEdited } from '../manifest-edit/rewrite-manifest.ts';

type Planned = Pick<Import, 'manifest' | 'entries' | 'receivers' | 'rules' | 'files'>;

/** A new manifest before anything is added. */
const EMPTY_MANIFEST = `# yaml-language-server: $schema=${SCHEMA_URL}
# The certificates that certvigil monitors. Check it with: certvigil validate
version: 1
`;

/**
 * Adds the entries, receivers and rules to the manifest, which is created if it does not exist. If the result would not be valid, nothing
 * changes. Throws AppError `import-unwritable`.
 */
export async function writeImport(planned: Planned, io: Io): Promise<void> {
  const { manifest } = planned;
  const isNew = !existsSync(path.resolve(io.cwd, manifest));
  if (isNew) await createFile({ path: manifest, what: 'the manifest', text: EMPTY_MANIFEST, exists: null }, false, io);
  const reason = await rewriteManifest(manifest, (text) => insertImport(text, planned), io);
  if (reason === null) return;
  if (isNew) await rm(path.resolve(io.cwd, manifest), { force: true });
  throw new AppError('import-unwritable', `nothing was added to ${manifest}: ${reason}`, {
    hint: 'Add what --dry-run shows by hand.',
  });
}

/** Inserts everything that is added into the text of a manifest. */
function insertImport(text: string, { entries, receivers, rules, files }: Planned): Edited {
  const added = receivers.filter(({ state }) => state === 'added');
  const sources = [...new Set(files.map(({ file }) => file))].map(toSingleLine).join(', ');
  const items = entries.flatMap(({ state, entry }) => (state === 'added' ? renderEntry(entry) : []));
  const listKeys = (kind: ImportReceiver['kind']) =>
    added.flatMap((one) => (one.kind === kind ? renderReceiver(one) : []));
  const insertList = (before: string, section: string, comment: string | null, list: readonly ItemText[]) =>
    list.length === 0 ? before : insertItems(before, section, [{ comment, items: list }]);
  const steps: readonly (readonly [section: string, insert: (text: string) => string | null])[] = [
    ['certificates', (before) => insertList(before, 'certificates', `# Imported from ${sources}`, items)],
    ['webhooks', (before) => insertKeys(before, 'webhooks', listKeys('webhook'))],
    ['email', (before) => insertKeys(before, 'email', listKeys('email'))],
    ['rules', (before) => insertList(before, 'rules', null, rules.map(renderRule))],
    ['issues', (before) => (listKeys('issues').length > 0 ? addIssues(before) : before)],
  ];
  return steps.reduce<Edited>(
    (done, [section, insert]) => ('section' in done ? done : toEdited(insert(done.text), section)),
    { text },
  );
}

/** Replaces line ends, which a path may contain, because they would end the comment. */
const toSingleLine = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');

const renderEntry = (entry: Record<string, unknown>): ItemText => ({
  renderBlock: (indent) => renderEntryYaml(entry, indent),
  line: renderEntryLine(entry),
});

function renderReceiver({ name, fields }: ImportReceiver): KeyText {
  const lines = renderEntryYaml(fields, 0).replace(/^- /, '  ').split('\n').slice(0, -1);
  const value = renderEntryLine(fields);
  return {
    renderBlock: (indent) => {
      const margin = ' '.repeat(indent);
      return `${margin}${renderScalar(name)}:\n${lines.map((line) => `${margin}${line}\n`).join('')}`;
    },
    line: `${renderScalar(name)}: ${value}`,
  };
}

const EVENTS = '[certificate.*, scan.*] # scan.*: scans that did not run, or reached nothing';

/** Renders a rule: its conditions are those of `init`, which alert from the status warning on. */
function renderRule(rule: Record<string, unknown>): ItemText {
  const { name, match, actions } = rule as {
    name: string;
    match?: { names: string[] };
    actions: Record<string, unknown>[];
  };
  const shown = actions.map(renderEntryLine).join(', ');
  const matched = match === undefined ? '' : `{ names: [${match.names.map(renderScalar).join(', ')}] }`;
  return {
    renderBlock: (indent) => {
      const margin = ' '.repeat(indent);
      const conditions = FROM_WARNING.split('\n').map((line) => (line === '' ? '' : `${margin}${line.slice(2)}`));
      return `${margin}- name: ${name}\n${margin}  events: ${EVENTS}\n${
        matched === '' ? '' : `${margin}  match: ${matched}\n`
      }${conditions.join('\n')}${margin}  actions: [${shown}]\n`;
    },
    line: `{ name: ${name}, events: ["certificate.*", "scan.*"]${matched === '' ? '' : `, match: ${matched}`}, actions: [${shown}] }`,
  };
}

/** Adds the key `issues`, unless the manifest has it. */
function addIssues(text: string): string {
  if (/^issues:/m.test(text)) return text;
  return `${text.endsWith('\n') ? text : `${text}\n`}\n# Opens an issue for each certificate from the status warning on, and closes it when the problem is resolved.\nissues: { from: warning }\n`;
}
