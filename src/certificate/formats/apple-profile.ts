/** Decodes Apple provisioning profiles: a signed property list with an expiry date and the developers' certificates. */

import { hash } from 'node:crypto';
import { EMPTY_FACTS } from '../../domain/event-data.ts';
import type { CertificateFacts } from '../../domain/index.ts';
import { limitFacts } from '../../domain/limit-facts.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { formatIsoTime, parseDateOrTime } from '../../lib/iso-time.ts';
import { computeLifetimeDays } from '../asn1/time.ts';
import { readXml } from '../encoding/xml.ts';
import { createFailure } from '../failures.ts';
import { createFileSlot, type Slot, type SlotContent } from '../format-types.ts';
import type { ParsedDocument } from '../x509/parse.ts';
import { readCertificateField } from './embedded.ts';

const KIND = 'a provisioning profile';

/** The strings under each key of the outermost dictionary: one string, or those of an array. */
type Values = ReadonlyMap<string, string[]>;

/** `list` is the property list, `signed` the whole file. The chain of Apple's signature is left out. */
export function decodeProfile(list: Buffer, signed: Buffer): Slot[] {
  const values = readValues(list.toString('utf8'));
  const certificates: SlotContent[] = (values?.get('DeveloperCertificates') ?? []).flatMap((text, index) =>
    readCertificateField(text, `Developer certificate ${index + 1}`),
  );
  const profile = values === null ? null : createProfile(values, signed);
  const format = 'provisioning-profile';
  const failure = createFailure('container-malformed', 'The file', KIND, 'its ExpirationDate is missing');
  return [
    createFileSlot(format, profile ?? failure),
    { format, name: 'DeveloperCertificates', contents: certificates },
  ];
}

function createProfile(values: Values, signed: Buffer): ParsedDocument | null {
  const text = (key: string) => values.get(key)?.[0] ?? null;
  const from = readPlistTime(text('CreationDate'));
  const to = readPlistTime(text('ExpirationDate'));
  if (to === null) return null;
  const fingerprint = hash('sha256', signed, 'hex');
  const facts: CertificateFacts = limitFacts({
    ...EMPTY_FACTS,
    common_name: text('Name'),
    issuer: text('TeamName'),
    serial_number: text('UUID')?.replaceAll('-', '').toLowerCase() ?? null,
    fingerprint_sha256: fingerprint,
    sans: [],
    valid_from: from?.iso ?? null,
    valid_to: to.iso,
    lifetime_days: from === null ? null : computeLifetimeDays(from, to),
  });
  return { kind: 'profile', der: signed, fingerprint, facts };
}

function readPlistTime(text: string | null) {
  const milliseconds = text === null ? null : parseDateOrTime(text.trim());
  return milliseconds === null ? null : { iso: formatIsoTime(milliseconds), milliseconds };
}

/** Keys and values of the outermost dictionary are inside `plist` and `dict`. */
const OUTERMOST_DEPTH = 3;

function readValues(xml: string): Values | null {
  const values = new Map<string, string[]>();
  let depth = 0;
  let key: string | null = null;
  let text = '';
  const defect = readXml(xml, {
    open: () => {
      depth += 1;
      text = '';
    },
    text: (part) => {
      text += part;
    },
    close: (name) => {
      if (depth === OUTERMOST_DEPTH && name === 'key') key = text;
      else if (key !== null && name !== 'array' && (depth === OUTERMOST_DEPTH || depth === OUTERMOST_DEPTH + 1)) {
        getOrCreate(values, key, (): string[] => []).push(text);
      }
      depth -= 1;
      text = '';
    },
  });
  return defect === null ? values : null;
}
