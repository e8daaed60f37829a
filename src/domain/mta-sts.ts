/** The rules of MTA-STS (RFC 8461): the TXT record of a domain, its policy, and the hosts that a policy permits. */

import { hash } from 'node:crypto';
import type { MtaStsPolicy } from '../generated/definitions.ts';
import { isHostName } from '../lib/host-port.ts';
import { truncate } from '../lib/text/truncate.ts';
import { escapeUnprintable } from '../lib/text/unprintable.ts';

/** Whether a TXT record is one of MTA-STS. Senders discard all others (RFC 8461 section 3.1). */
export function isMtaStsRecord(text: string): boolean {
  return /^v=STSv1(?:[ \t]*;|$)/.test(text);
}

/**
 * Returns the id of a record; null if the record is malformed (RFC 8461 section 3.1). Of several ids, senders use the first or the last, so that
 * none counts.
 */
export function parseRecordId(text: string): string | null {
  const [version, ...fields] = text.split(';').map(trimBlanks);
  // A semicolon may follow the last field.
  if (fields.at(-1) === '') fields.pop();
  const parsed = fields.map((field) => /^([A-Za-z0-9][A-Za-z0-9_.-]{0,31})=([!-:<>-~]+)$/.exec(field));
  if (version !== 'v=STSv1' || parsed.includes(null)) return null;
  const [id, ...others] = parsed.flatMap((field) => (field?.[1] === 'id' ? [field[2] ?? ''] : []));
  return id !== undefined && others.length === 0 && /^[A-Za-z0-9]{1,32}$/.test(id) ? id : null;
}

/** The maximum of `max_age` in seconds, about a year (RFC 8461 section 3.2). */
const MAX_AGE = 31_557_600;

/** The maximum of different `mx` patterns. Real policies have fewer than 20. */
const MAX_PATTERNS = 200;

const MODES = ['enforce', 'testing', 'none'] as const;

/**
 * Parses a policy (RFC 8461 section 3.2). Unknown keys are ignored, and so are repeated ones besides `mx`. The policy has `problems` if
 * senders do not accept it.
 */
export function parsePolicy(text: string): MtaStsPolicy {
  const fields = text
    .split('\n')
    .map((line) => trimEndBlanks(line.replace(/\r$/, '')))
    .filter((line) => line !== '')
    .map(parseField);
  const find = (key: string) => fields.find((field) => field?.key === key)?.value;
  const [version, modeText, age] = [find('version'), find('mode'), find('max_age')];
  const mode = MODES.find((one) => one === modeText) ?? null;
  const max_age = age !== undefined && /^\d{1,10}$/.test(age) && Number(age) <= MAX_AGE ? Number(age) : null;
  const patterns = fields.flatMap((field) =>
    field?.key === 'mx' ? [field.value.toLowerCase().replace(/\.$/, '')] : [],
  );
  const mx = [...new Set(patterns)];
  const invalid = mx.find((pattern) => !isPattern(pattern));
  const problems = [
    ...(fields.includes(null) ? ['a line is not `key: value`'] : []),
    ...(version === 'STSv1' ? [] : [describeField('version', version, '`STSv1`')]),
    ...(mode === null ? [describeField('mode', modeText, '`enforce`, `testing` or `none`')] : []),
    ...(max_age === null ? [describeField('max_age', age, `a number of seconds up to ${MAX_AGE}`)] : []),
    ...(mx.length === 0 && mode !== 'none' ? ['`mx` is missing'] : []),
    ...(invalid === undefined ? [] : [describeField('mx', invalid, 'a host name, or `*.` and one')]),
    ...(mx.length > MAX_PATTERNS ? [`it has more than ${MAX_PATTERNS} different \`mx\``] : []),
  ];
  const kept = mx.slice(0, MAX_PATTERNS).map(truncate);
  const sha256 = hash('sha256', JSON.stringify([version, modeText, age, mx.toSorted()]), 'hex');
  return { mode, max_age, mx: kept, sha256, problems };
}

/** Parses a line; null: it has no key. */
function parseField(line: string): { key: string; value: string } | null {
  const colon = line.indexOf(':');
  const key = line.slice(0, colon);
  return colon > 0 && /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(key)
    ? { key, value: trimBlanks(line.slice(colon + 1)) }
    : null;
}

function trimBlanks(text: string): string {
  let start = 0;
  while (isBlank(text[start])) start += 1;
  return trimEndBlanks(text.slice(start));
}

/** Blanks may follow a field, but not precede it. */
function trimEndBlanks(text: string): string {
  let end = text.length;
  while (isBlank(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

function describeField(key: string, value: string | undefined, expected: string): string {
  return value === undefined
    ? `\`${key}\` is missing`
    : `\`${key}\` is "${escapeUnprintable(truncate(value)).replaceAll('`', "'")}" instead of ${expected}`;
}

/** Whether an `mx` is a host name, with `*.` before it or not. */
function isPattern(pattern: string): boolean {
  return isHostName(pattern.replace(/^\*\./, '')) && !pattern.includes(':');
}

/**
 * Whether a policy permits a host of an MX record (RFC 8461 section 4.1). `*.example.com` permits hosts with exactly one label before it.
 * Both are in lower case, without a dot at the end.
 */
export function isPermittedHost(host: string, patterns: readonly string[]): boolean {
  const wildcard = host.replace(/^[^.]+\./, '*.');
  return patterns.includes(host) || (wildcard !== host && patterns.includes(wildcard));
}
