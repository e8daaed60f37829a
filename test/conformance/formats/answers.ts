/** Answers: the certificates and CRLs that were read, and whether something was reported. */

import { hash } from 'node:crypto';
import { readMaterial } from './files.ts';

export interface Reading {
  /** Sorted names (see `nameItem`). */
  read: string[];
  /** Whether a failure says that there is something which was not read. */
  reports: boolean;
}

const READS = 'reads';
const PARTLY = 'partly';
const REPORTS = 'reports';

/** Returns `reads NAMES`, `partly NAMES` if something else was reported, or `reports`. */
export function formatReading(found: Iterable<string>, reports: boolean): string {
  const read = [...new Set(found)].sort();
  if (read.length === 0 && reports) return REPORTS;
  return [reports ? PARTLY : READS, ...read].join(' ');
}

export function parseReading(answer: string): Reading {
  const [kind, ...read] = answer.split(' ');
  return { read, reports: kind !== READS };
}

const NAMES = ['shop', 'root', 'other', 'blog', 'middle', 'list'] as const;

let names: Map<string, string> | null = null;

/** Returns the name of a certificate or CRL by its SHA-256 in hex: the start of that if it is changed. */
export function nameItem(fingerprint: string): string {
  names ??= readNames();
  const hex = fingerprint.replaceAll(':', '').toLowerCase();
  return names.get(hex) ?? hex.slice(0, 8);
}

export const nameDer = (der: Uint8Array) => nameItem(hash('sha256', der, 'hex'));

/** Splits PEM into the DER of its blocks with this label. */
export function readBlocks(text: string, label = 'CERTIFICATE|X509 CRL'): Buffer[] {
  const blocks = text.matchAll(new RegExp(`-----BEGIN (?:${label})-----([^-]*)-----END`, 'g'));
  return [...blocks].map(([, body = '']) => Buffer.from(body, 'base64'));
}

function readNames(): Map<string, string> {
  const files = ['shop.pem', 'root.pem', 'other.pem', 'live/fullchain.pem', 'list.pem'];
  const items = files.flatMap((file) => readBlocks(readMaterial(file).toString()));
  return new Map(items.map((der, at) => [hash('sha256', der, 'hex'), NAMES[at] ?? '']));
}
