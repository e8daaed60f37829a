/** Builds inputs of encodings in each other, such as PEM in base64 in YAML in a keystore: random bytes never get that far. */

import { buildCertificate, CN, der, name, pem } from '../helpers/certificates.ts';
import { certificateBag, encryptedContent, jks, pkcs7, pkcs12, plainContent } from '../helpers/keystores.ts';
import { type Draw, mutate, pick } from './mutate.ts';

export const PASSWORD = 'changeit';

/** The innermost parts: what the readers look for, complete and in pieces. */
export const SEEDS: readonly Buffer[] = [
  buildCertificate({ subject: name([[CN, 12, 'shop.example']]) }),
  buildCertificate({
    subject: name([[CN, 12, 'mail.example']], []),
    extensions: { '2.5.29.17': der(0x30, der(0x82, 'a')) },
  }),
  Buffer.alloc(0),
];

/** Texts with a meaning in one of the formats. They are put around and into other texts. */
const TOKENS = [
  'MII',
  'MIIB',
  '-----BEGIN ',
  '-----BEGIN CERTIFICATE-----',
  '-----END CERTIFICATE-----',
  '-----BEGIN PKCS12-----',
  '-----BEGIN X509 CRL-----',
  '-----',
  'LS0tLS1CRUdJTi',
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t',
  'TUlJ',
  'apiVersion: v1',
  '{"apiVersion": "v1"}',
  '"x5c": [',
  '<X509Certificate>',
  '<![CDATA[',
  ']]>',
  '<plist',
  '---\n',
  '...\n',
  '\n',
  '\\n',
  '\\u000a',
  '&#10;',
  '# ',
  '"',
  "'",
  '=',
  '\ufeff',
  '\0',
  '*a',
  '&a ',
  '<<: ',
  '!!binary |\n',
];

type Wrap = (inner: Buffer, draw: Draw) => Buffer;

/** What an input is, as far as its encodings fit to each other. */
type Kind = 'certificate' | 'container' | 'text';

const text = (inner: Buffer) => inner.toString('latin1');
const base64 = (inner: Uint8Array) => Buffer.from(inner).toString('base64');
const indent = (inner: string) => inner.trimEnd().replace(/\n/g, '\n    ');
const SLOTS = ['tls.crt', 'ca.pem', 'config', 'tls.key', 'x'];
const LABELS = [
  'CERTIFICATE',
  'TRUSTED CERTIFICATE',
  'PKCS7',
  'PKCS12',
  'X509 CRL',
  'CMS',
  'PRIVATE KEY',
  'PARAMETERS',
];

const resource = (kind: string, fields: object) =>
  JSON.stringify({ apiVersion: 'v1', kind, metadata: { name: 'x' }, ...fields });

/** Containers of certificates. */
const CONTAINERS: Readonly<Record<string, Wrap>> = {
  pkcs7: (inner) => pkcs7([inner]),
  pkcs12: (inner) => pkcs12(plainContent(der(0x30, certificateBag(inner, 'x')))),
  'pkcs12, encrypted': (inner) => pkcs12(encryptedContent(der(0x30, certificateBag(inner, null)), PASSWORD, 2)),
  jks: (inner) => jks([{ alias: 'x', certificates: [inner, inner], key: inner.subarray(0, 64) }], PASSWORD),
  jceks: (inner) => jks([{ alias: 'x', certificates: [inner] }], PASSWORD, { magic: 0xcececece }),
};

/** Texts with bytes in base64. They contain texts as well, such as a Secret with a kubeconfig. */
const BINARY_TEXTS: Readonly<Record<string, Wrap>> = {
  pem: (inner, draw) => Buffer.from(pem(inner, pick(LABELS, draw))),
  'pem of a certificate': (inner) => Buffer.from(pem(inner)),
  'pem in comments': (inner) => Buffer.from(pem(inner).replace(/^/gm, '# ')),
  'pem in a string': (inner) => Buffer.from(JSON.stringify(pem(inner))),
  base64: (inner) => Buffer.from(base64(inner)),
  'base64 in lines': (inner) => Buffer.from(base64(inner).replace(/.{76}/g, '$&\r\n')),
  base64url: (inner) => Buffer.from(inner.toString('base64url')),
  'base64 in text': (inner) => Buffer.from(`ca = "${base64(inner)}"\n`),
  secret: (inner, draw) => Buffer.from(resource('Secret', { data: { [pick(SLOTS, draw)]: base64(inner) } })),
  'binary configuration map': (inner) => Buffer.from(resource('ConfigMap', { binaryData: { x: base64(inner) } })),
  webhook: (inner) =>
    Buffer.from(
      resource('ValidatingWebhookConfiguration', {
        webhooks: [{ name: 'a', clientConfig: { caBundle: base64(inner) } }],
      }),
    ),
  kubeconfig: (inner) =>
    Buffer.from(
      `apiVersion: v1\nkind: Config\nclusters: [{name: x, cluster: {certificate-authority-data: ${base64(inner)}}}]\n`,
    ),
  jwks: (inner) => Buffer.from(JSON.stringify({ keys: [{ kid: 'x', x5c: [base64(inner)] }] })),
  saml: (inner) =>
    Buffer.from(
      `<EntityDescriptor entityID="x"><IDPSSODescriptor><KeyDescriptor><X509Certificate>${base64(inner)}</X509Certificate></KeyDescriptor></IDPSSODescriptor></EntityDescriptor>`,
    ),
  profile: (inner) =>
    pkcs7(
      [],
      Buffer.from(
        `<plist version="1.0"><dict><key>DeveloperCertificates</key><array><data>${base64(inner)}</data></array><key>ExpirationDate</key><date>2027-01-01T00:00:00Z</date></dict></plist>`,
      ),
    ),
};

/** Texts in texts. */
const TEXTS: Readonly<Record<string, Wrap>> = {
  'utf-16': (inner) => Buffer.from(`\ufeff${text(inner)}`, 'utf16le'),
  'utf-16 big-endian': (inner) => Buffer.from(`\ufeff${text(inner)}`, 'utf16le').swap16(),
  'byte order mark': (inner) => Buffer.concat([Buffer.from('\ufeff'), inner]),
  json: (inner, draw) => Buffer.from(JSON.stringify({ [pick(SLOTS, draw)]: [text(inner)] })),
  'json in json': (inner) => Buffer.from(JSON.stringify(JSON.stringify({ x: text(inner) }))),
  'secret of text': (inner, draw) =>
    Buffer.from(resource('Secret', { stringData: { [pick(SLOTS, draw)]: text(inner) } })),
  'configuration map': (inner, draw) =>
    Buffer.from(resource('ConfigMap', { data: { [pick(SLOTS, draw)]: text(inner) } })),
  'any resource': (inner) => Buffer.from(resource('Gate', { spec: { a: [{ name: 'b', ca: text(inner) }] } })),
  list: (inner) => Buffer.from(`{"apiVersion":"v1","kind":"List","items":[${text(inner)},${text(inner)}]}`, 'latin1'),
  yaml: (inner) =>
    Buffer.from(
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  a: &one |\n    ${indent(text(inner))}\n  b: *one\n`,
      'latin1',
    ),
  'yaml, unindented': (inner) => Buffer.from(`apiVersion: v1\nkind: ConfigMap\ndata:\n  a: ${text(inner)}\n`, 'latin1'),
  'yaml documents': (inner) => Buffer.from(`apiVersion: v1\n---\n${text(inner)}\n...\n${text(inner)}\n`, 'latin1'),
  'jwks of text': (inner) => Buffer.from(JSON.stringify({ x5c: [text(inner)], x: text(inner) })),
  'saml of text': (inner) => Buffer.from(`<X509Certificate><![CDATA[${text(inner)}]]></X509Certificate>`, 'latin1'),
  'token before': (inner, draw) => Buffer.concat([Buffer.from(pick(TOKENS, draw)), inner]),
  'token after': (inner, draw) => Buffer.concat([inner, Buffer.from(pick(TOKENS, draw))]),
  'token inside': (inner, draw) => {
    const at = draw(inner.length + 1);
    return Buffer.concat([inner.subarray(0, at), Buffer.from(pick(TOKENS, draw)), inner.subarray(at)]);
  },
  tokens: (inner, draw) =>
    Buffer.concat([...Array.from({ length: 1 + draw(6) }, () => Buffer.from(pick(TOKENS, draw))), inner]),
};

/** Parts of formats in the wrong place. */
const SYNTAX: Readonly<Record<string, Wrap>> = {
  'pem body': (inner) =>
    Buffer.from(`-----BEGIN CERTIFICATE-----\n${text(inner)}\n-----END CERTIFICATE-----\n`, 'latin1'),
  'pkcs7 of signed content': (inner) => pkcs7([], inner),
  'pkcs12 of bags': (inner) => pkcs12(plainContent(inner)),
  'der sequence': (inner) => der(0x30, inner),
  'der octet string': (inner) => der(0x04, inner),
  'der content': (inner) => der(0xa0, der(0x04, inner)),
  'ber sequence': (inner) => Buffer.concat([Buffer.from([0x30, 0x80]), inner, Buffer.alloc(2)]),
  'ber string': (inner) =>
    Buffer.concat([
      Buffer.from([0x24, 0x80]),
      der(0x04, inner.subarray(0, 7)),
      der(0x04, inner.subarray(7)),
      Buffer.alloc(2),
    ]),
};

/** Each puts its input into one encoding. */
export const WRAPPERS: Readonly<Record<string, Wrap>> = { ...CONTAINERS, ...BINARY_TEXTS, ...TEXTS, ...SYNTAX };

const NAMES = Object.keys(WRAPPERS);

/** The encodings that fit around an input, and sometimes any. */
const FITTING: Record<Kind, readonly string[]> = {
  certificate: [...Object.keys(CONTAINERS), ...Object.keys(BINARY_TEXTS)],
  container: Object.keys(BINARY_TEXTS),
  text: [...Object.keys(BINARY_TEXTS).filter((name) => !name.startsWith('pem')), ...Object.keys(TEXTS)],
};

function findKind(wrapper: string): Kind {
  return wrapper in CONTAINERS || wrapper === 'profile' ? 'container' : 'text';
}

const MAX_DEPTH = 8;

/** Larger inputs only take longer. */
const MAX_BYTES = 48 * 1024;

/** One in so many levels is mutated before it is put into the next one, and one in so many does not fit. */
const MUTATED_LEVELS = 6;
const UNFITTING_LEVELS = 4;

/** An input of up to eight encodings in each other. Its name lists them, the outermost first. */
export function nest(draw: Draw): { name: string; bytes: Buffer } {
  let bytes = pick(SEEDS, draw);
  let kind: Kind = 'certificate';
  const names: string[] = [];
  for (let depth = 1 + draw(MAX_DEPTH); depth > 0 && bytes.length < MAX_BYTES; depth -= 1) {
    if (draw(MUTATED_LEVELS) === 0) bytes = mutate(bytes, pick(SEEDS, draw), draw);
    const wrapper = pick(draw(UNFITTING_LEVELS) === 0 ? NAMES : FITTING[kind], draw);
    bytes = WRAPPERS[wrapper]?.(bytes, draw) ?? bytes;
    kind = findKind(wrapper);
    names.unshift(wrapper);
  }
  return { name: names.join(' > '), bytes: bytes.subarray(0, 2 * MAX_BYTES) };
}
