/** SAML metadata: the certificates (`X509Certificate` of XML Signature) of each entity's roles. */

import { SaxesParser } from 'saxes';
import { groupBy } from '../collections.ts';
import { type Finding, type Item, slotName } from './content.ts';
import { failure } from './failures.ts';
import { tryParse } from './x509.ts';

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

interface Held {
  slot: string | null;
  finding: Finding;
}

/** What stands before a defect is given beside its failure. No entity of the document's own is ever expanded. */
export function decodeSaml(text: string): Item[] {
  const { held, isBroken } = readCertificates(text);
  const items = [...groupBy(held, ({ slot }) => slot)].map(
    ([slot, members]): Item => ({ format: 'saml', slot, findings: members.map(({ finding }) => finding) }),
  );
  if (isBroken)
    items.push({ format: 'saml', slot: null, findings: [failure('document-malformed', 'The file', 'XML')] });
  return items;
}

function readCertificates(text: string): { held: Held[]; isBroken: boolean } {
  // To look each prefix up takes time that is squared with the depth, and the local names alone say enough.
  const parser = new SaxesParser({ xmlns: false });
  const open: { role: string | null; entity: string | null; use: string | null }[] = [];
  const held: Held[] = [];
  let written: string[] | null = null;
  parser.on('opentag', ({ name, attributes }) => {
    const local = localName(name);
    const outer = open.at(-1) ?? { role: null, entity: null, use: null };
    const entity = local === 'EntityDescriptor' ? (attributes.entityID ?? null) : outer.entity;
    const use = local === 'KeyDescriptor' ? (attributes.use ?? 'any') : outer.use;
    open.push({ role: ROLES[local] ?? outer.role, entity, use });
    if (local === 'X509Certificate') written = [];
  });
  parser.on('text', (part) => written?.push(part));
  parser.on('cdata', (part) => written?.push(part));
  parser.on('closetag', ({ name }) => {
    const { entity, role, use } = open.pop() ?? { role: null, entity: null, use: null };
    if (localName(name) !== 'X509Certificate' || written === null) return;
    const slot = slotName([entity, role, use].filter((part) => part !== null).join('/'));
    held.push({ slot, finding: tryParse(Buffer.from(written.join(''), 'base64'), 'The key') });
    written = null;
  });
  return { held, isBroken: !parses(parser, text) };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Saxes throws at the first thing that is no XML. */
export function parses(parser: Pick<SaxesParser, 'write' | 'close'>, text: string): boolean {
  try {
    parser.write(text).close();
    return true;
  } catch {
    return false;
  }
}
