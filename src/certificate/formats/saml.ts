/** SAML metadata: the certificates (`X509Certificate` of XML Signature) of each entity's roles. */

import { groupBy } from '../../lib/collections.ts';
import { readXml } from '../encoding/xml.ts';
import { createFailure } from '../failures.ts';
import { formatSlotName, type Slot, type SlotContent } from '../format-types.ts';
import { readCertificateField } from './embedded.ts';

/** How a slot names the roles of SAML 2.0 metadata, section 2.4; a signature is that of the metadata itself. */
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
  finding: SlotContent;
}

/** What stands before a defect is given beside its failure. */
export function decodeSaml(text: string): Slot[] {
  const { held, defect } = readCertificates(text);
  const items = [...groupBy(held, ({ slot }) => slot)].map(
    ([slot, members]): Slot => ({ format: 'saml', slot, findings: members.map(({ finding }) => finding) }),
  );
  if (defect === null) return items;
  const broken =
    defect === 'malformed'
      ? createFailure('document-malformed', 'The file', 'XML')
      : createFailure('document-too-large', 'The file');
  return [...items, { format: 'saml', slot: null, findings: [broken] }];
}

function readCertificates(text: string): { held: RoleCertificate[]; defect: ReturnType<typeof readXml> } {
  const around: { role: string | null; entity: string | null; use: string | null }[] = [];
  const held: RoleCertificate[] = [];
  let written: string[] | null = null;
  const defect = readXml(text, {
    open: (name, attributes) => {
      const local = localName(name);
      const outer = around.at(-1) ?? { role: null, entity: null, use: null };
      const entity = local === 'EntityDescriptor' ? (attributes.entityID ?? null) : outer.entity;
      const use = local === 'KeyDescriptor' ? (attributes.use ?? 'any') : outer.use;
      around.push({ role: ROLES[local] ?? outer.role, entity, use });
      if (local === 'X509Certificate') written = [];
    },
    text: (part) => void written?.push(part),
    close: (name) => {
      const { entity, role, use } = around.pop() ?? { role: null, entity: null, use: null };
      if (localName(name) !== 'X509Certificate' || written === null) return;
      const slot = formatSlotName([entity, role, use].filter((part) => part !== null).join('/'));
      for (const finding of readCertificateField(written.join(''), 'The key')) held.push({ slot, finding });
      written = null;
    },
  });
  return { held, defect };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
