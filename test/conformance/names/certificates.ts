/** Creates the certificate of a case, and its root. */

import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { type CreatedCertificate, createKeys } from '../../../src/app/demo/create-certificate.ts';
import { der } from '../../helpers/certificates.ts';
import { leaf, link } from '../../helpers/paths.ts';
import type { NamesCase, SubjectName } from './cases.ts';

export interface Presented {
  leaf: CreatedCertificate;
  root: CreatedCertificate;
}

/** Days: some oracles only know the real time. */
const VALIDITY = { from: -3650, to: 36_500 };

/** RFC 5280 section 4.2.1.6. */
const TAGS = { email: 0x81, dns: 0x82, uri: 0x86, ip: 0x87 } as const;
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';

let root: Promise<CreatedCertificate> | null = null;
const created = new WeakMap<NamesCase, Promise<Presented>>();

/** Returns the same certificate for the same object. The root and its key, which all leaves share, are those of the run. */
export function createPresented(one: NamesCase): Promise<Presented> {
  const known = created.get(one) ?? create(one);
  created.set(one, known);
  return known;
}

async function create({ common_name, sans }: NamesCase): Promise<Presented> {
  root ??= createKeys().then((keys) => link({ subject: 'root', keys, ...VALIDITY }));
  const issuer = await root;
  const more = sans === null ? [] : [createAlternativeNames(sans)];
  const subject = common_name === '' ? '' : `CN=${common_name}`;
  return { root: issuer, leaf: await leaf({ issuer, keys: issuer.keys, subject, sans: [], more, ...VALIDITY }) };
}

/** Encodes names that no CA may issue, too. */
function createAlternativeNames(sans: readonly SubjectName[]): x509.Extension {
  const names = sans.map(({ type, value }) => der(TAGS[type], Buffer.from(value, type === 'ip' ? 'hex' : 'utf8')));
  return new x509.Extension(SUBJECT_ALTERNATIVE_NAME, false, der(0x30, ...names));
}
