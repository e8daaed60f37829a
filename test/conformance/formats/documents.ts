/** Makes what no fixture has: documents of each format of the reference that names its slots, a profile, and a bundle with a CRL. */

import { der, oid } from '../../helpers/certificates.ts';
import { pkcs7 } from '../../helpers/keystores.ts';

/** Certificates and a CRL in PEM, in the order shop, root, other, list. */
type Certificates = readonly [string, string, string, string];

const encode = (bytes: string | Uint8Array) => Buffer.from(bytes as string).toString('base64');
const encodeBody = (pem: string) => pem.replace(/-----[^-]*-----|\s/g, '');
const indent = (text: string, spaces: number) => text.trimEnd().replace(/^/gm, ' '.repeat(spaces));

export const DOCUMENTS: Readonly<Record<string, (certificates: Certificates) => string | Buffer>> = {
  'secret.yaml': ([shop, root, other]) => `apiVersion: v1
kind: Secret
metadata:
  name: shop-tls
data:
  tls.crt: ${encode(shop + root)}
stringData:
  ca.crt: |
${indent(other, 4)}
`,
  'list.json': ([shop, root, other]) =>
    `${JSON.stringify(
      {
        apiVersion: 'v1',
        kind: 'List',
        items: [
          { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ca' }, data: { 'ca.crt': root + other } },
          {
            ...{ apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration' },
            ...{
              metadata: { name: 'hook' },
              webhooks: [{ name: 'a.example', clientConfig: { caBundle: encode(shop) } }],
            },
          },
        ],
      },
      null,
      2,
    )}\n`,
  'kubeconfig.yaml': ([shop, root]) => `apiVersion: v1
kind: Config
clusters:
- name: one
  cluster:
    server: https://cluster.example
    certificate-authority-data: ${encode(root)}
users:
- name: ann
  user:
    client-certificate-data: ${encode(shop)}
`,
  'metadata.xml': ([shop, root]) => `<?xml version="1.0"?>
<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example">
  <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
${[shop, root]
  .map(
    (one) => `    <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>
      <X509Certificate>${encodeBody(one)}</X509Certificate>
    </X509Data></KeyInfo></KeyDescriptor>
`,
  )
  .join('')}  </IDPSSODescriptor>
</EntityDescriptor>
`,
  'keys.json': ([shop, root, other]) =>
    JSON.stringify({
      keys: [
        { kty: 'EC', kid: 'one', x5c: [encodeBody(shop), encodeBody(root)] },
        { kty: 'EC', x5c: [encodeBody(other)] },
      ],
    }),
  'with-list.p7b': ([shop, root, , list]) => {
    const decode = (pem: string) => Buffer.from(encodeBody(pem), 'base64');
    const data = der(
      0x30,
      ...[der(0x02, '\x01'), der(0x31), der(0x30, oid('1.2.840.113549.1.7.1'))],
      ...[der(0xa0, decode(shop), decode(root)), der(0xa1, decode(list)), der(0x31)],
    );
    return der(0x30, oid('1.2.840.113549.1.7.2'), der(0xa0, data));
  },
  'shop.mobileprovision': ([shop, root]) =>
    pkcs7(
      [Buffer.from(encodeBody(root), 'base64')],
      Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
  <key>Name</key><string>Shop</string>
  <key>UUID</key><string>01234567-89ab-cdef-0123-456789abcdef</string>
  <key>DeveloperCertificates</key>
  <array><data>${encodeBody(shop)}</data></array>
  <key>CreationDate</key><date>2026-01-01T00:00:00Z</date><key>ExpirationDate</key><date>2027-01-01T00:00:00Z</date>
</dict></plist>`),
    ),
};
