/** Of what the schema does not let pass. */

import { toEntryName } from '../../../domain/certificate-names.ts';
import { describeType, didYouMean, error, type MessageTable, quote } from './message.ts';

const NAMES = {
  entry: ['characters other than letters, digits, dot, underscore and hyphen', 'Write a name such as shop-1.'],
  edges: ['nothing in it, or a space at its edge', 'Write a name that begins and ends with a letter or digit.'],
  header: ['characters that no header has', 'A header has letters, digits and hyphens, and no space or colon.'],
  secret: ['characters that a template cannot name', 'Write letters, digits and underscores, and no digit first.'],
  variable: [
    'characters that no variable has',
    'Write the bare name, such as SIGNING_CERTIFICATE: letters, digits and underscores, no digit first.',
  ],
  branch: ['what no branch of git may be called', 'Write a name such as certvigil-state.'],
  label: ['a comma, a space at its edge, or more than 50 characters', 'Write a label such as certificate.'],
  user: [
    'characters that no user of GitHub has',
    'Write a user such as octocat. A team can be an "owner": it is mentioned.',
  ],
  long: ['more than 200 characters', 'Shorten it.'],
} satisfies Record<string, [why: string, hint: string]>;

/** The nearest that an entry can be called. */
function plainName(name: string): string {
  return toEntryName(name.slice(0, 100).normalize('NFKD').replace(/\p{M}/gu, ''));
}

export type NameProblem = keyof typeof NAMES;

function typeHint(what: string, expected: readonly string[], text: string | null, opens: boolean): string {
  const scalar = text !== null;
  if (expected.includes('boolean') && /^(yes|on|y)$/i.test(text ?? '')) {
    return `YAML 1.2 reads ${text} as a text: write true.`;
  }
  if (expected.includes('boolean') && /^(no|off|n)$/i.test(text ?? '')) {
    return `YAML 1.2 reads ${text} as a text: write false.`;
  }
  if (expected.includes('string') && scalar) return `Put it in quotes: ${quote(text)}.`;
  if (expected.includes('string') && /^"(?:webhook|email)"$/.test(what))
    return 'Write an item of its own for each: [{ webhook: A }, { webhook: B }].';
  if (expected.includes('string') && opens)
    return 'A text that begins with { or [ needs quotes, or stands as a block after "|".';
  if (expected.includes('string')) return 'Write a text; one that has ": " in it, or begins with "- ", needs quotes.';
  if (expected.includes('array') && scalar) return `Write a list: [${text.slice(0, 60)}].`;
  if (expected.includes('array')) return 'Write a list, in which each item begins with "- ".';
  if (/^item \d+ of "certificates"$/i.test(what))
    return 'Write { name: shop, endpoint: shop.example.com }, or these keys on lines of their own.';
  if (/^item \d+ of "actions"$/i.test(what)) return 'Write { webhook: NAME }, { email: NAME } or { issue: {} }.';
  if (what === '"conditions"' && !scalar) return 'Write { and: [...] } or { or: [...] } around the list.';
  if (expected.includes('object')) return 'Write lines of "key: value", indented.';
  if (expected.includes('number') || expected.includes('integer')) return 'Write a number, without quotes.';
  return 'Write true or false, without quotes.';
}

export const SCHEMA_MESSAGES = {
  'unknown-key': (key: string, of: string, near: string | undefined, known: readonly string[]) =>
    error(`${quote(key)} is not a key of ${of}.`, didYouMean(near, known, 'keys')),
  'belongs-in-manifest': (key: string) =>
    error(
      `${quote(key)} holds for the whole manifest and cannot stand in an included file.`,
      'Move it to the manifest.',
    ),
  'missing-key': (key: string, of: string) =>
    error(
      `${quote(key)} is missing in ${of}.`,
      key === 'version' ? 'Begin the file with: version: 1' : `Add ${quote(key)}.`,
    ),
  'wrong-type': (what: string, expected: readonly string[], found: string, text: string | null, opens: boolean) =>
    error(
      `${what} must be ${expected.map(describeType).join(' or ')}, and is ${describeType(found)}.`,
      typeHint(what, expected, text, opens),
    ),
  'empty-value': (what: string) =>
    error(
      `${what} has no value.`,
      /^"issues?"$/.test(what) ? `Write ${what.slice(1, -1)}: {}` : 'Give it one, or take the key out.',
    ),
  'bad-value': (what: string, value: string, near: string | undefined, known: readonly string[]) =>
    error(`${what} cannot be ${quote(value)}.`, didYouMean(near, known, 'values')),
  'out-of-range': (what: string, value: string, comparison: string, limit: number) =>
    error(`${what} cannot be ${quote(value)}.`, `Write a number ${comparison} ${limit}.`),
  'unsupported-version': (value: string) =>
    error(`The version of this manifest is ${value}, and this certvigil reads version 1.`, 'Write: version: 1'),
  'bad-name': (name: string, problem: NameProblem) =>
    error(
      `The name ${quote(name)} has ${NAMES[problem][0]}.`,
      problem === 'entry' && plainName(name) !== '' ? `Write a name such as ${plainName(name)}.` : NAMES[problem][1],
    ),
  'invalid-value': (what: string) =>
    error(`${what} is not valid here.`, 'See the reference, docs/reference/manifest.md.'),
} satisfies MessageTable;
