/** What the schema's validator found -> diagnostics, one for each mistake of the user and none for its echoes. */
import type { ErrorObject } from 'ajv';
import type { Diagnostic } from '../types.ts';
import { diagnostic, whereIs } from './diagnostics.ts';
import { suggest } from './suggest.ts';
import type { Span } from './text.ts';
import { fieldOf, type Node, nodeAt } from './tree.ts';

/** An error with what a message needs: the value's node, its name for the user, and where its key stands. */
interface Finding {
  error: ErrorObject;
  node: Node;
  key: Span | null;
  /** `"endpoint"`, `item 2 of "thresholds"`, or `the manifest`. */
  what: string;
}

export function schemaErrors(root: Node, errors: readonly ErrorObject[]): Diagnostic[] {
  return errors.flatMap((error) => {
    const path = pointerParts(error.instancePath);
    const { node, key } = nodeAt(root, path);
    return word({ error, node, key, what: nameOf(path, root) }) ?? [];
  });
}

function pointerParts(pointer: string): string[] {
  const parts = pointer.split('/').slice(1);
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function nameOf(path: readonly string[], root: Node): string {
  const last = path.at(-1);
  if (last === undefined) return root.file.included ? 'the included file' : 'the manifest';
  const parent = nodeAt(root, path.slice(0, -1)).node;
  if (parent.kind !== 'list') return `"${last}"`;
  return `item ${Number(last) + 1} of ${nameOf(path.slice(0, -1), root)}`;
}

/** How a map of the manifest is called, by the schema's title of it. */
const TITLES: Record<string, string> = {
  Manifest: 'a manifest',
  IncludedFile: 'an included file',
  Settings: 'settings',
  Defaults: 'defaults',
  EntrySpec: 'a certificate',
  WebhookSpec: 'a webhook',
  RuleSpec: 'a rule',
  Match: 'match',
  ConditionSpec: 'a condition',
  ConditionSetSpec: 'a set of conditions',
  ActionSpec: 'an action',
  EventLogSpec: 'event_log',
};

/** Wordings by the validator's keyword; null for what only echoes another error. */
function word(finding: Finding): Diagnostic | null {
  const { error, node } = finding;
  if (/\/oneOf\/\d+\//.test(error.schemaPath)) return null;
  if (error.parentSchema?.title === 'Limit' && !isEmpty(node)) {
    return diagnostic('bad-limit', whereIs(node), node.kind === 'scalar' ? node.text : kindOf(node));
  }
  if (error.propertyName !== undefined) return badKeyName(finding, error.propertyName);
  const make = KEYWORDS[error.keyword];
  return make === undefined ? diagnostic('invalid-value', whereIs(node), finding.what) : make(finding);
}

const KEYWORDS: Record<string, (finding: Finding) => Diagnostic | null> = {
  if: () => null,
  propertyNames: () => null,
  additionalProperties: unknownKey,
  required: missingKey,
  type: wrongType,
  enum: ({ node, what, error }) => {
    if (isEmpty(node)) return empty(node, what);
    const known = error.params.allowedValues.map(String);
    const value = node.kind === 'scalar' ? node.text : kindOf(node);
    return diagnostic('bad-value', whereIs(node), what, value, suggest(value, known), known);
  },
  const: ({ node }) =>
    diagnostic('unsupported-version', whereIs(node), node.kind === 'scalar' ? node.text : kindOf(node)),
  pattern: badPattern,
  maxLength: ({ node, error }) =>
    diagnostic('bad-name', whereIs(node), textIn(node), `it is longer than ${error.params.limit} characters`),
  minLength: ({ node, what }) => empty(node, what),
  minItems: ({ node, what }) => empty(node, what),
  minimum: outOfRange,
  maximum: outOfRange,
  exclusiveMinimum: outOfRange,
  exclusiveMaximum: outOfRange,
  oneOf: sources,
  not: notAvailable,
  dependentRequired: ({ error, node }) => {
    const { property, missingProperty } = error.params;
    const at = fieldOf(node, property)?.key ?? node;
    return diagnostic('needs-key', whereIs(at), property, missingProperty);
  },
};

function titleOf(error: ErrorObject): string {
  return TITLES[String(error.parentSchema?.title)] ?? 'this map';
}

function unknownKey({ error, node }: Finding): Diagnostic {
  const key: string = error.params.additionalProperty;
  const at = whereIs(fieldOf(node, key)?.key ?? node);
  const inManifest = ['settings', 'defaults', 'include', 'event_log', 'issues'].includes(key);
  if (error.parentSchema?.title === 'IncludedFile' && inManifest) return diagnostic('belongs-in-manifest', at, key);
  const known = Object.keys(error.parentSchema?.properties ?? {});
  return diagnostic('unknown-key', at, key, titleOf(error), suggest(key, known), known);
}

function missingKey({ error, node }: Finding): Diagnostic | null {
  const key: string = error.params.missingProperty;
  // A preset brings its own url: that it is not available yet is all there is to say.
  if (key === 'url' && fieldOf(node, 'preset') !== undefined) return null;
  const hint = key === 'version' ? 'Begin the file with: version: 1' : `Add "${key}".`;
  return diagnostic('missing-key', whereIs(start(node)), key, titleOf(error), hint);
}

/** Of a map its first character alone: underlining all of it says nothing. */
function start(node: Node): Span {
  return { file: node.file, start: node.start, end: node.start + 1 };
}

const TYPES: Record<string, string> = {
  string: 'a text',
  array: 'a list',
  object: 'a map',
  boolean: 'true or false',
  number: 'a number',
  integer: 'a whole number',
  null: 'null',
};

function wrongType({ error, node, what }: Finding): Diagnostic {
  if (isEmpty(node)) return empty(node, what);
  const types: string[] = [error.params.type].flat();
  const at = whereIs(node.kind === 'scalar' ? node : start(node));
  const expected = types.map((type) => TYPES[type] ?? type).join(' or ');
  return diagnostic('wrong-type', at, what, expected, kindOf(node), typeHint(types, node));
}

function typeHint(types: readonly string[], node: Node): string | undefined {
  if (types.includes('boolean') && node.kind === 'scalar') {
    if (/^(yes|on|y)$/i.test(node.text)) return `YAML 1.2 reads ${node.text} as a text: write true.`;
    if (/^(no|off|n)$/i.test(node.text)) return `YAML 1.2 reads ${node.text} as a text: write false.`;
  }
  if (types.includes('string') && node.kind === 'scalar') return `Put it in quotes: "${node.text}".`;
  if (types.includes('string')) return 'A text that begins with { or [ needs quotes, or stands as a block after "|".';
  if (types.includes('array') && node.kind === 'scalar') return `Write a list: [${node.text.slice(0, 60)}].`;
  if (types.includes('object')) return 'Write "key: value" lines, indented.';
  return undefined;
}

function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null;
}

function empty(node: Node, what: string): Diagnostic {
  return diagnostic('empty-value', whereIs(node), what);
}

export function kindOf(node: Node): string {
  if (node.kind !== 'scalar') return node.kind === 'list' ? 'a list' : 'a map';
  if (node.value === null) return 'null';
  return typeof node.value === 'string' ? 'a text' : (TYPES[typeof node.value] ?? 'something else');
}

function textIn(node: Node): string {
  return node.kind === 'scalar' ? node.text : '';
}

const SPACES = 'it is empty, or begins or ends with a space';

function badPattern({ error, node }: Finding): Diagnostic {
  if (error.instancePath.endsWith('/expires')) return diagnostic('bad-date', whereIs(node), textIn(node));
  const ofEntry = /^\/certificates\/\d+\/name$/.test(error.instancePath);
  const why = ofEntry ? 'only letters, digits, dot, underscore and hyphen may stand in it' : SPACES;
  return diagnostic('bad-name', whereIs(node), textIn(node), why);
}

/** What may stand in the keys of a map that are the user's own, by the map's name. */
const KEY_NAMES: Record<string, string> = {
  headers: 'a header has letters, digits and hyphens, and no space or colon',
  secrets: 'templates need letters, digits and underscores, and no digit first',
};

function badKeyName({ error, node }: Finding, name: string): Diagnostic {
  const at = whereIs(fieldOf(node, name)?.key ?? node);
  const tooLong = error.keyword === 'maxLength';
  const map = error.instancePath.slice(error.instancePath.lastIndexOf('/') + 1);
  const why = tooLong ? `it is longer than ${error.params.limit} characters` : (KEY_NAMES[map] ?? SPACES);
  return diagnostic('bad-name', at, name, why);
}

const COMPARISONS: Record<string, string> = { '>=': 'at least', '<=': 'at most', '>': 'over', '<': 'under' };

function outOfRange({ error, node, what }: Finding): Diagnostic {
  const { comparison, limit } = error.params;
  return diagnostic('out-of-range', whereIs(node), what, COMPARISONS[comparison] ?? comparison, limit);
}

/** `oneOf` stands in the schema where one of several keys must be there: the sources, and the receivers of an action. */
function sources({ error, node }: Finding): Diagnostic {
  const alternatives: string[] = (error.schema as { required: string[] }[]).flatMap(({ required }) => required);
  const given = alternatives.filter((key) => fieldOf(node, key) !== undefined);
  const ofEntry = error.parentSchema?.title === 'EntrySpec';
  if (given.length === 0) return diagnostic(ofEntry ? 'source-missing' : 'action-missing', whereIs(start(node)));
  const keys = given.flatMap((key) => fieldOf(node, key)?.key ?? []);
  const at = keys.reduce((last, key) => (key.start > last.start ? key : last));
  return ofEntry
    ? diagnostic('source-conflict', whereIs(at), given)
    : diagnostic('action-conflict', whereIs(at), given);
}

function notAvailable({ node, key, what }: Finding): Diagnostic {
  if (what === '"store"') {
    return diagnostic('not-available', whereIs(node), `The store "${textIn(node)}"`, 'Write "file", or take it out.');
  }
  return diagnostic('not-available', whereIs(key ?? start(node)), what);
}
