/** The values that readers must find: those that went in, after the cleaning that the documentation of reports promises. */

import type { Values } from './random-values.ts';

/** What each reader finds. */
export type Read = Record<string, unknown>;

/** Replaces what UTF-8 cannot contain. */
const toUtf8 = (text: string) => Buffer.from(text).toString();

/** Replaces characters that XML 1.0 does not allow (section 2.2). */
const toXml = (text: string) =>
  Array.from(toUtf8(text), (one) =>
    /[\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(one) ? one : '\ufffd',
  ).join('');

/** Writes out characters that nobody sees, or that change how others are shown. */
const toVisible = (text: string) =>
  Array.from(text, (one) => (INVISIBLE.test(one) ? `\\u{${one.codePointAt(0)?.toString(16)}}` : one)).join('');

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\p{Default_Ignorable_Code_Point}]/u;

/** Keeps spreadsheets from evaluating a text. NUL is no text in CSV. */
const toCell = (text: string) =>
  toUtf8(/^[=+\-@\t\r\n＋－＝＠]/.test(text) ? `'${text}` : text).replaceAll('\0', '\ufffd');

/** Says what is read of a certificate that expires in 9 days, and of its event. */
export function expectCleaned({ name, common_name, owner, label, renewal_instructions }: Values): Read {
  const location = 'shop.example.com:443';
  const details = [`At ${location}`, `Owner: ${owner}`, `How to renew: ${renewal_instructions}`];
  const title = ['certificate', 'common_name', 'owner', 'labels.note', 'renewal_instructions'];
  const description = [`Expires 2026-11-26T14:00:00Z.`, ...details].map(toVisible).join('\n');
  const event = [`Owner: ${owner}`, `At ${common_name}`].map(toVisible).join('\n');
  return {
    openmetrics: [name, owner, label].map(toUtf8),
    ics: [[toVisible(`${name} expires`), description]],
    // feedparser removes space around texts.
    atom: [[toVisible(`${name}: certificate.expired`), event].map((text) => toXml(text).trim())],
    junit: [[toXml(name), toXml(name), toXml(['critical: expires in 9 days', ...details].join('\n'))]],
    sarif: [toUtf8(`${name}: The certificate expires in 9 days. Renew it.`)],
    csv: [title, [name, common_name, owner, label, renewal_instructions].map(toCell)],
    promtool: '',
  };
}
