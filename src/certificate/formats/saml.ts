/** Decodes SAML metadata: the certificates (`X509Certificate` of XML Signature) of the roles of each entity. */

import { groupBy } from '../../lib/collections.ts';
import { readXml } from '../encoding/xml.ts';
import { createFailure } from '../failures.ts';
import { createFileSlot, formatSlotName, type Slot, type SlotContent } from '../format-types.ts';
import { readCertificateField } from './embedded.ts';

/** The names of the roles (SAML 2.0 metadata section 2.4) in slots. A signature is that of the metadata itself. */
const ROLES: Readonly<Record<string, string>> = {
  IDPSSODescriptor: 'idp',
  SPSSODescriptor: 'sp',
  RoleDescriptor: 'role',
  AuthnAuthorityDescriptor: 'authn',
  AttributeAuthorityDescriptor: 'attributes',
  PDPDescriptor: 'pdp',
  Signature: 'signature',
};

interface RoleCertificate {
  slot: string | null;
  content: SlotContent;
}

/** What applies inside of an element: its own, or that of the element around it. */
interface Context {
  role: string | null;
  entity: string | null;
  use: string | null;
}

const OUTERMOST: Context = { role: null, entity: null, use: null };

/** Certificates before a defect are returned beside its failure. */
export function decodeSaml(text: string): Slot[] {
  const { certificates, defect } = readCertificates(text);
  const slots = [...groupBy(certificates, ({ slot }) => slot)].map(
    ([name, members]): Slot => ({ format: 'saml', name, contents: members.map(({ content }) => content) }),
  );
  if (defect === null) return slots;
  const failure =
    defect === 'malformed'
      ? createFailure('document-malformed', 'The file', 'XML')
      : createFailure('document-too-large', 'The file');
  return [...slots, createFileSlot('saml', failure)];
}

function readCertificates(xml: string): { certificates: RoleCertificate[]; defect: ReturnType<typeof readXml> } {
  const ancestors: Context[] = [];
  const certificates: RoleCertificate[] = [];
  let parts: string[] | null = null;
  const defect = readXml(xml, {
    open: (name, attributes) => {
      const local = localName(name);
      const outer = ancestors.at(-1) ?? OUTERMOST;
      const entity = local === 'EntityDescriptor' ? (attributes.entityID ?? null) : outer.entity;
      const use = local === 'KeyDescriptor' ? (attributes.use ?? 'any') : outer.use;
      ancestors.push({ role: ROLES[local] ?? outer.role, entity, use });
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
  return { certificates, defect };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
