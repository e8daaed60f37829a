/** Makes the file of a case. */

import { readFileSync } from 'node:fs';
import { type Damage, type FileCase, type Part, PEM_CONTAINERS, PEM_PARTS } from './cases.ts';
import { DOCUMENTS } from './documents.ts';

const DIRECTORY = new URL('../../fixtures/certificates/', import.meta.url);

/** The start of an Ed25519 key in PKCS#8, which 32 octets complete. */
const KEY_START = '302e020100300506032b657004220420';

const decodePem = (text: string) => Buffer.from(text.replace(/-----[^-]*-----/g, ''), 'base64');
const encodePem = (label: string, der: Uint8Array) =>
  `-----BEGIN ${label}-----\n${wrap(Buffer.from(der).toString('base64'), 64)}\n-----END ${label}-----\n`;
const wrap = (text: string, width: number) => text.replace(new RegExp(`(.{${width}})(?=.)`, 'g'), '$1\n');

const files = new Map<string, Buffer>();

/** Reads a fixture, or makes it from another one. */
export function readMaterial(file: string): Buffer {
  const known = files.get(file) ?? makeMaterial(file);
  files.set(file, known);
  return known;
}

function makeMaterial(file: string): Buffer {
  if (file === 'key.pem') return Buffer.from(encodePem('PRIVATE KEY', Buffer.from(KEY_START + '01'.repeat(32), 'hex')));
  if (file === 'keystore.pem') return Buffer.from(encodePem('PKCS12', readMaterial('modern.p12')));
  if (file.endsWith('.der')) return decodePem(readMaterial(file.replace(/der$/, 'pem')).toString());
  const document = DOCUMENTS[file];
  if (document === undefined) return readFileSync(new URL(file, DIRECTORY));
  const [shop, root, other, list] = ['shop.pem', 'root.pem', 'other.pem', 'list.pem'].map((one) =>
    readMaterial(one).toString(),
  );
  return Buffer.from(document([shop ?? '', root ?? '', other ?? '', list ?? '']) as string);
}

/** Whether a part is PEM. */
export const isText = ({ file }: Part) => [...PEM_CONTAINERS, ...PEM_PARTS].some((one) => one === file);

/** Whether a part is written in base64. */
export const isEncoded = ({ dress }: Part) => dress.startsWith('base64');

const editLines = (text: string, edit: (line: string) => string) => text.trimEnd().split('\n').map(edit).join('\n');
const BODY = /(?<=-----\n)[^-]*(?=\n-----END)/g;
const editBodies = (text: string, edit: (body: string) => string) =>
  text.replace(BODY, (body) => edit(body.replaceAll('\n', '')));

/** Each gets text with line feeds, and a line break at its end. */
const DRESS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  crlf: (text) => text.replaceAll('\n', '\r\n'),
  cr: (text) => text.replaceAll('\n', '\r'),
  bom: (text) => `\ufeff${text}`,
  comments: (text) => `# Certificates of example.com: see below.\n${text}# The end -----\n`,
  attributes: (text) => `Bag Attributes\n    friendlyName: shop\nsubject=CN = shop.example\n${text}`,
  indented: (text) => `${editLines(text, (line) => `    ${line}`)}\n`,
  'one line': (text) => editBodies(text, (body) => body),
  'short lines': (text) => editBodies(text, (body) => wrap(body, 20)),
  'no last line break': (text) => text.trimEnd(),
  'spaces at the ends': (text) => `${editLines(text, (line) => `${line}  `)}\n`,
  'trusted label': (text) => text.replaceAll(' CERTIFICATE-', ' TRUSTED CERTIFICATE-'),
  'empty lines': (text) => text.replace(/^(?=-----END)/gm, '\n').replaceAll('\n', '\n\n'),
  tabs: (text) => text.replaceAll('\n', '\t\n\t').trimEnd(),
  // Without its own line, a block after another one has no prefix.
  quoted: (text) => `\n${text.replace(/^(?=.)/gm, '> ')}`,
  headers: (text) => text.replace(/^-----BEGIN.*\n/gm, '$&X-Shop: one\nX-Note: two,\n three\n\n'),
  'json string': (text) => `${JSON.stringify({ pem: text })}\n`,
  'cms label': (text) => text.replaceAll(' PKCS7-', ' CMS-'),
  'old label': (text) => text.replaceAll(' CERTIFICATE-', ' X509 CERTIFICATE-'),
};

/** Makes one of the parts, without damages. */
export function makePart({ file, dress }: Part): Buffer {
  const bytes = readMaterial(file);
  if (dress === 'base64 in a line') return Buffer.from(`${bytes.toString('base64')}\n`);
  if (dress === 'base64') return Buffer.from(`${wrap(bytes.toString('base64'), 76)}\n`);
  if (dress === 'zeros at the end') return Buffer.concat([bytes, Buffer.alloc(3)]);
  if (dress === 'utf-16') return Buffer.from(`\ufeff${bytes}`, 'utf16le');
  if (dress === 'utf-16be') return Buffer.from(`\ufeff${bytes}`, 'utf16le').swap16();
  if (dress === 'utf-16 without mark') return Buffer.from(`${bytes}`, 'utf16le');
  const edit = DRESS[dress];
  return dress === 'plain' || edit === undefined ? bytes : Buffer.from(edit(bytes.toString()));
}

const DAMAGE: Readonly<Record<Damage['kind'], (bytes: Buffer, at: number, by: number) => Buffer>> = {
  cut: (bytes, at) => bytes.subarray(0, at),
  flip: (bytes, at, by) => Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ by : byte))),
  insert: (bytes, at, by) => Buffer.concat([bytes.subarray(0, at), Buffer.from([by]), bytes.subarray(at)]),
  remove: (bytes, at, by) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + by)]),
  repeat: (bytes, at, by) => Buffer.concat([bytes.subarray(0, at + by), bytes.subarray(at)]),
};

export function makeFile({ parts, damages }: FileCase): Buffer {
  const whole = Buffer.concat(parts.map(makePart));
  return damages.reduce<Buffer>((bytes, { kind, at, by }) => DAMAGE[kind](bytes, at % (bytes.length + 1), by), whole);
}
