/** Decodes SAML metadata: its validity, and the certificates (`X509Certificate` of XML Signature) of each entity's roles. */

import { hash } from 'node:crypto';
import { EMPTY_FACTS } from '../../domain/event-data.ts';
import type { CertificateFacts } from '../../domain/index.ts';
import { limitFacts } from '../../domain/limit-facts.ts';
import { getOwn, groupBy } from '../../lib/collections.ts';
import { formatIsoTime, parseDateOrTime } from '../../lib/iso-time.ts';
import { computeLifetimeDays } from '../asn1/time.ts';
import { readXml } from '../encoding/xml.ts';
import { createFailure } from '../failures.ts';
import { createFileSlot, formatSlotName, type Slot, type SlotContent } from '../format-types.ts';
import type { ParsedDocument } from '../x509/parse.ts';
import { readCertificateField } from './embedded.ts';

/** The names of the roles (SAML 2.0 metadata section 2.4) in slots. A signature belongs to the metadata itself. */
const ROLES: Readonly<Record<string, string>> = {
  IDPSSODescriptor: 'idp',
  SPSSODescriptor: 'sp',
  RoleDescriptor: 'role',
  AuthnAuthorityDescriptor: 'authn',
  AttributeAuthorityDescriptor: 'attributes',
  PDPDescriptor: 'pdp',
  Signature: 'signature',
};

interface NamedContent {
  slot: string | null;
  content: SlotContent;
}

/** The validity of an element with its contents (SAML 2.0 metadata section 2.3). Times in milliseconds. */
interface Validity {
  slot: string | null;
  /** The entity ID or the name of a group; null if it has none. */
  name: string | null;
  /** The end of the validity; null: it is not a time. */
  to: number | null;
  /** The publication time of the metadata (`creationInstant` of RPI 1.0 section 2.1.2); null if it is absent. */
  from: number | null;
}

/** The settings inside an element: its own, or those of the element around it. */
interface Context {
  role: string | null;
  entity: string | null;
  use: string | null;
  /** The validity of the innermost element that has one. */
  validity: Validity | null;
}

const OUTERMOST: Context = { role: null, entity: null, use: null, validity: null };

/** Decodes SAML metadata. Certificates before a defect are returned together with its failure. */
export function decodeSaml(text: string): Slot[] {
  const { certificates, validities, defect } = readMetadata(text);
  const contents = [...certificates, ...selectValidities(validities)];
  const slots = [...groupBy(contents, ({ slot }) => slot)].map(
    ([name, members]): Slot => ({ format: 'saml', name, contents: members.map(({ content }) => content) }),
  );
  if (defect === null) return slots;
  const failure =
    defect === 'malformed'
      ? createFailure('document-malformed', 'The file', 'XML')
      : createFailure('document-too-large', 'The file');
  return [...slots, createFileSlot('saml', failure)];
}

interface Metadata {
  certificates: NamedContent[];
  /** The validities that are earlier than that of the element around them. */
  validities: Validity[];
  defect: ReturnType<typeof readXml>;
}

function readMetadata(xml: string): Metadata {
  const ancestors: Context[] = [];
  const certificates: NamedContent[] = [];
  const validities: Validity[] = [];
  let parts: string[] | null = null;
  const defect = readXml(xml, {
    open: (name, attributes) => {
      const local = localName(name);
      const outer = ancestors.at(-1) ?? OUTERMOST;
      const entity = local === 'EntityDescriptor' ? (attributes.entityID ?? null) : outer.entity;
      const use = local === 'KeyDescriptor' ? (attributes.use ?? 'any') : outer.use;
      const inner = { role: getOwn(ROLES, local) ?? outer.role, entity, use, validity: outer.validity };
      const validity = readValidity(local, attributes, inner, ancestors.length === 0);
      if (validity !== null) {
        inner.validity = validity;
        validities.push(validity);
      }
      if (local === 'PublicationInfo' && outer.validity !== null)
        outer.validity.from ??= parseXmlTime(attributes.creationInstant ?? '');
      ancestors.push(inner);
      if (local === 'X509Certificate') parts = [];
    },
    text: (part) => void parts?.push(part),
    close: (name) => {
      const { entity, role, use } = ancestors.pop() ?? OUTERMOST;
      if (localName(name) !== 'X509Certificate' || parts === null) return;
      const slot = formatSlotName([entity, role, use].filter((part) => part !== null).join('/'));
      for (const content of readCertificateField(parts.join(''), 'The key')) certificates.push({ slot, content });
      parts = null;
    },
  });
  return { certificates, validities, defect };
}

/** Reads the validity of an element. Returns null if it has none, or if it is not earlier than that of the element around it. */
function readValidity(
  element: string,
  { validUntil, Name }: Readonly<Record<string, string>>,
  { entity, role, validity: outer }: Context,
  isRoot: boolean,
): Validity | null {
  if (validUntil === undefined || !element.endsWith('Descriptor')) return null;
  const to = parseXmlTime(validUntil);
  if (to !== null && to >= (outer?.to ?? Number.POSITIVE_INFINITY)) return null;
  const names = element === 'EntitiesDescriptor' ? [Name ?? null] : [entity, role];
  const name = names.filter((part) => part !== null).join('/');
  return {
    slot: formatSlotName(isRoot || name === '' ? 'validUntil' : `${name}/validUntil`),
    name: formatSlotName(name),
    to,
    from: null,
  };
}

/** Parses an `xs:dateTime` with any fraction of a second, by default in UTC, to milliseconds. Returns null for other text. */
function parseXmlTime(text: string): number | null {
  const [, time, fraction = '', zone = 'Z'] =
    /^\s*(\d{4}-[\d-]+T[\d:]+)(?:(\.\d{1,3})\d*)?(Z|[+-][\d:]+)?\s*$/.exec(text) ?? [];
  return time === undefined ? null : parseDateOrTime(`${time}${fraction}${zone}`);
}

/** Federations have thousands of entities. Entities that expire first have priority. */
const MAX_VALIDITIES = 1000;

function selectValidities(validities: readonly Validity[]): NamedContent[] {
  const getEnd = ({ to }: Validity) => to ?? Number.NEGATIVE_INFINITY;
  const first =
    validities.length <= MAX_VALIDITIES
      ? validities
      : validities.toSorted((a, b) => getEnd(a) - getEnd(b)).slice(0, MAX_VALIDITIES);
  return first.map((one) => ({ slot: one.slot, content: toContent(one) }));
}

function toContent({ name, to, from }: Validity): SlotContent {
  if (to === null)
    return createFailure('container-malformed', 'The file', 'SAML metadata', 'its validUntil is not a time');
  return createDocument(name, to, from !== null && from < to ? from : null);
}

/** Like a hard-coded date, the document is identified by its time: another time is another document. */
function createDocument(name: string | null, to: number, from: number | null): ParsedDocument {
  const der = Buffer.from(JSON.stringify([name, to]));
  const facts: CertificateFacts = limitFacts({
    ...EMPTY_FACTS,
    common_name: `SAML metadata validity${name === null ? '' : ` of ${name}`}`,
    sans: [],
    valid_from: from === null ? null : formatIsoTime(from),
    valid_to: formatIsoTime(to),
    lifetime_days:
      from === null
        ? null
        : computeLifetimeDays(
            { iso: formatIsoTime(from), milliseconds: from },
            { iso: formatIsoTime(to), milliseconds: to },
          ),
  });
  return { kind: 'metadata', der, fingerprint: hash('sha256', der, 'hex'), facts };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
