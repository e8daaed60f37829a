/** Apple provisioning profiles: a property list, signed, with an end of its own and the developers' certificates. */

import { hash } from 'node:crypto';
import type { CertificateFacts } from '../../domain/index.ts';
import { formatIsoTime, parseDateOrTime } from '../../lib/iso-time.ts';
import { computeLifetimeDays } from '../asn1/time.ts';
import { readXml } from '../encoding/xml.ts';
import { createFailure } from '../failures.ts';
import type { Slot, SlotContent } from '../format-types.ts';
import type { Parsed } from '../x509/parse.ts';
import { readCertificateField } from './embedded.ts';

const KIND = 'a provisioning profile';

/** The texts under each key of the outermost dictionary: one, or those of an array. */
type Values = ReadonlyMap<string, string[]>;

/** `list` is the property list, `signed` the whole file. The chain of the signature is Apple's affair, and left out. */
export function decodeProfile(list: Buffer, signed: Buffer): Slot[] {
  const values = readValues(list.toString('utf8'));
  const certificates: SlotContent[] = (values?.get('DeveloperCertificates') ?? []).flatMap((text, index) =>
    readCertificateField(text, `Developer certificate ${index + 1}`),
  );
  const profile = values === null ? null : createProfile(values, signed);
  const items: Slot[] = [
    {
      format: 'provisioning-profile',
      slot: null,
      findings: [profile ?? createFailure('container-malformed', 'The file', KIND, 'its ExpirationDate is missing')],
    },
  ];
  if (certificates.length > 0) {
    items.push({ format: 'provisioning-profile', slot: 'DeveloperCertificates', findings: certificates });
  }
  return items;
}

function createProfile(values: Values, signed: Buffer): Parsed | null {
  const text = (key: string) => values.get(key)?.[0] ?? null;
  const from = readPlistTime(text('CreationDate'));
  const to = readPlistTime(text('ExpirationDate'));
  if (to === null) return null;
  const fingerprint = hash('sha256', signed, 'hex');
  const facts: CertificateFacts = {
    common_name: text('Name'),
    subject: null,
    issuer: text('TeamName'),
    serial_number: text('UUID')?.replaceAll('-', '').toLowerCase() ?? null,
    fingerprint_sha256: fingerprint,
    sans: [],
    key_algorithm: null,
    key_size: null,
    signature_algorithm: null,
    valid_from: from?.iso ?? null,
    valid_to: to.iso,
    lifetime_days: from === null ? null : computeLifetimeDays(from, to),
  };
  const identity = { subject: '', issuer: '', subject_key_id: null, authority_key_id: null };
  return { kind: 'profile', der: signed, fingerprint, facts, ...identity };
}

function readPlistTime(text: string | null) {
  const milliseconds = text === null ? null : parseDateOrTime(text.trim());
  return milliseconds === null ? null : { iso: formatIsoTime(milliseconds), milliseconds };
}

/** `plist`, `dict`, and then its keys and values. */
const OUTERMOST = 3;

function readValues(text: string): Values | null {
  const values = new Map<string, string[]>();
  let depth = 0;
  let key: string | null = null;
  let written = '';
  const defect = readXml(text, {
    open: () => {
      depth += 1;
      written = '';
    },
    text: (part) => {
      written += part;
    },
    close: (name) => {
      if (depth === OUTERMOST && name === 'key') key = written;
      else if (key !== null && name !== 'array' && (depth === OUTERMOST || depth === OUTERMOST + 1)) {
        const held = values.get(key);
        if (held === undefined) values.set(key, [written]);
        else held.push(written);
      }
      depth -= 1;
      written = '';
    },
  });
  return defect === null ? values : null;
}
