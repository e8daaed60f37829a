/** Messages about values that do not conform to the schema. */

import { toEntryName } from '../../../domain/certificate-names.ts';
import { createError, describeType, formatList, formatSuggestion, type MessageTable, quote } from './message.ts';

const NAMES = {
  entry: ['can only contain letters, digits, dots, underscores and hyphens', 'Use a name such as shop-1.'],
  edges: ['must not be empty, or start or end with a space', 'Use a name that starts and ends with a letter or digit.'],
  header: ['is not a valid header name', 'Use letters, digits and hyphens, without spaces or colons.'],
  secret: ['cannot be used in a template', 'Use letters, digits and underscores, and do not start with a digit.'],
  variable: [
    'is not a valid environment variable name',
    'Use the bare name, such as SIGNING_CERTIFICATE: letters, digits and underscores, not starting with a digit.',
  ],
  branch: ['is not a valid Git branch name', 'Use a name such as certvigil-state.'],
  label: [
    'must not contain a comma, start or end with a space, or be longer than 50 characters',
    'Use a label such as certificate.',
  ],
  user: [
    'is not a valid GitHub user name',
    'Use a user name such as octocat. To mention a team, make it the "owner" of the certificate.',
  ],
} satisfies Record<string, [why: string, hint: string]>;

export type NameProblem = keyof typeof NAMES;

/** Suggests the most similar valid entry name. */
function suggestEntryName(name: string): string {
  return toEntryName(name.slice(0, 100).normalize('NFKD').replace(/\p{M}/gu, ''));
}

function typeHint(what: string, expected: readonly string[], text: string | null, isBracketed: boolean): string {
  const scalar = text !== null;
  const boolean = /^(?:(yes|on|y)|no|off|n)$/i.exec(text ?? '');
  if (expected.includes('boolean') && boolean !== null) {
    return `YAML 1.2 reads ${text} as a string. Use ${boolean[1] === undefined ? 'false' : 'true'}.`;
  }
  if (expected.includes('string') && scalar) return `Quote it: ${quote(text)}`;
  const isNumber = expected.includes('integer') || expected.includes('number');
  if (isNumber && /^\d{1,15}$/.test(text ?? '')) return `Write it without quotes: ${text}`;
  if (expected.includes('string') && /^"(?:webhook|email)"$/.test(what))
    return 'Use a separate item for each: [{ webhook: A }, { webhook: B }].';
  if (what === '"owner"' && isBracketed) return 'Use one owner, such as "@org/team". For more, use labels.';
  if (expected.includes('string') && isBracketed)
    return 'Quote a string that starts with { or [, or write it as a block after "|".';
  if (expected.includes('string')) return 'Use a string. Quote a string that contains ": " or starts with "- ".';
  if (expected.includes('array') && scalar) return `Use a list: [${text.slice(0, 60)}].`;
  if (expected.includes('array')) return 'Use a list, in which each item starts with "- ".';
  if (/^item \d+ of "certificates"$/i.test(what))
    return 'Write { name: shop, endpoint: shop.example.com }, or the same keys on separate lines.';
  if (/^item \d+ of "actions"$/i.test(what)) return 'Use { webhook: NAME }, { email: NAME } or { issue: {} }.';
  if (what === '"conditions"' && !scalar) return 'Wrap the list in { and: [...] } or { or: [...] }.';
  if (expected.includes('object')) return 'Use indented lines of "key: value".';
  if (isNumber) return 'Use a number, without quotes.';
  return 'Use true or false, without quotes.';
}

export const SCHEMA_MESSAGES = {
  'unknown-key': (key: string, map: string, near: string | undefined, known: readonly string[]) =>
    createError(
      `Unknown key ${quote(key)} in ${map}.`,
      key === 'port' && near === 'endpoint'
        ? 'Write the port after the host: "endpoint: shop.example.com:8443".'
        : formatSuggestion(near, known, 'keys'),
    ),
  'belongs-in-manifest': (key: string) =>
    createError(
      `${quote(key)} applies to the whole manifest and is not allowed in an included file.`,
      'Move it to the manifest.',
    ),
  /** One of the `keys` is required. */
  'missing-key': (keys: readonly string[], map: string) => {
    const list = keys.map(quote).join(' or ');
    return createError(
      `Required key ${list} is missing in ${map}.`,
      keys[0] === 'version' ? 'Start the file with: version: 1' : `Add ${list}.`,
    );
  },
  'wrong-type': (what: string, expected: readonly string[], found: string, text: string | null, isBracketed: boolean) =>
    createError(
      `${what} must be ${expected.map(describeType).join(' or ')}, but is ${describeType(found)}.`,
      typeHint(what, expected, text, isBracketed),
    ),
  'empty-value': (what: string) =>
    createError(
      `${what} has no value.`,
      /^"(?:issues?|discovery)"$/.test(what) ? `Write ${what.slice(1, -1)}: {}` : 'Set a value, or remove the key.',
    ),
  'bad-value': (what: string, value: string, near: string | undefined, known: readonly string[]) =>
    createError(
      `Invalid value ${quote(value)} for ${what}.`,
      near === undefined ? `Allowed values: ${formatList(known)}.` : formatSuggestion(near, known, 'values'),
    ),
  'out-of-range': (what: string, value: string, comparison: string, limit: number) =>
    createError(`Value ${quote(value)} for ${what} is out of range.`, `Use a number ${comparison} ${limit}.`),
  'unsupported-version': (value: string) =>
    createError(
      `Unsupported manifest version ${value}. This certvigil supports version 1.`,
      /^[2-9]\d*$/.test(value)
        ? 'Use a newer certvigil, which this manifest was written for. Otherwise write: version: 1'
        : 'Write: version: 1',
    ),
  /** `problem`: what is wrong, or the maximum length that the name exceeds. */
  'bad-name': (name: string, problem: NameProblem | number) => {
    if (typeof problem === 'number')
      return createError(`The name ${quote(name)} is longer than ${problem} characters.`, 'Shorten it.');
    const [why, hint] = NAMES[problem];
    const suggested = problem === 'entry' ? suggestEntryName(name) : '';
    return createError(`The name ${quote(name)} ${why}.`, suggested === '' ? hint : `Use a name such as ${suggested}.`);
  },
  'invalid-value': (what: string) => createError(`Invalid value for ${what}.`, 'See docs/reference/manifest.md.'),
} satisfies MessageTable;
