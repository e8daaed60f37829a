/** Which files an oracle knows: it is not asked about the others. */

import {
  DER_PARTS,
  DOCUMENT_PARTS,
  type FileCase,
  JAVA_PARTS,
  type Part,
  PEM_CONTAINERS,
  PKCS12_PARTS,
} from './cases.ts';
import { isEncoded, isText } from './files.ts';

export type Kind =
  | 'document'
  | 'pem'
  | 'der'
  | 'several-der'
  | 'crl'
  | 'pkcs7-pem'
  | 'pkcs7'
  | 'pkcs12'
  | 'jks'
  | 'jceks';

const isIn = (files: readonly string[], file = '') => files.includes(file);

/** Returns what a file is; null for one of several formats, or in an encoding that only we detect. */
export function findKind({ parts }: FileCase): Kind | null {
  const [first, ...others] = parts;
  if (first === undefined || parts.some(isOnlyOurs)) return null;
  const { file } = first;
  if (others.length === 0) return findKindOfPart(file);
  if (parts.every((one) => isText(one) && !isIn(PEM_CONTAINERS, one.file))) return 'pem';
  return parts.every((one) => one.file.endsWith('.der')) ? 'several-der' : null;
}

/** Whether only we detect an encoding, or a container. */
const isOnlyOurs = (part: Part) =>
  isEncoded(part) || part.dress.startsWith('utf-16') || part.dress === 'json string' || part.file === 'keystore.pem';

function findKindOfPart(file: string): Kind | null {
  if (file === 'shop.mobileprovision') return null;
  if (isIn(DOCUMENT_PARTS, file)) return 'document';
  if (isIn(PKCS12_PARTS, file)) return 'pkcs12';
  if (isIn(JAVA_PARTS, file)) return file.endsWith('.jks') ? 'jks' : 'jceks';
  if (file === 'chain.p7b') return 'pkcs7-pem';
  if (/\.p7[bcsm]$/.test(file)) return 'pkcs7';
  if (isIn(DER_PARTS, file)) return file.endsWith('.crl') ? 'crl' : 'der';
  return 'pem';
}

/** Whether a part of the file is not a certificate. */
export const hasOthers = ({ parts }: FileCase) =>
  parts.some(({ file }) => file === 'key.pem' || file === 'list.pem' || file === 'list.crl');
