/** What the rows are measured on, made in a folder that is thrown away. */

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type CreatedCertificate, createCertificate, createKeys } from '../src/app/demo/create-certificate.ts';
import { DAY } from '../src/domain/thresholds.ts';
import { der, pem } from '../test/helpers/certificates.ts';
import { certificateBag, encryptedContent, jks, pkcs12 } from '../test/helpers/keystores.ts';
import { NOW } from './now.ts';

/** One rule that hears of everything, so that planning is part of what is measured; every scan here is a dry run. */
const TOLD = `webhooks:
  receiver:
    url: http://127.0.0.1:9/
rules:
  - name: everything
    events: ["certificate.*"]
    actions: [{ webhook: receiver }]
`;

/** A manifest as teams write them: labels, an owner, a threshold or two of their own. */
export async function writeEntries(file: string, count: number): Promise<void> {
  const entries = Array.from(
    { length: count },
    (_, index) => `  - name: service-${index}
    endpoint: service-${index}.example.com:8443
    labels: { team: team-${index % 20}, env: prod }
    owner: "@example/team-${index % 20}"
    expiry_scan_thresholds: [7, 21]
`,
  );
  await writeFile(file, `version: 1\n${TOLD}certificates:\n${entries.join('')}`);
}

/** What the servers show is what clients of this machine trust: this file is its PEM, `ca`. */
export const ANCHORS = 'anchors.pem';
const TRUSTED = 'defaults: { trust: system }\n';

export async function writeEndpoints(
  file: string,
  { ports, ca = '', timeoutSeconds }: { ports: readonly number[]; ca: string | undefined; timeoutSeconds: number },
): Promise<void> {
  await writeFile(path.join(path.dirname(file), ANCHORS), ca);
  const entries = ports.map((port) => `  - { name: "port-${port}", endpoint: "127.0.0.1:${port}" }\n`);
  const settings = `settings: { scan_timeout_seconds: ${timeoutSeconds} }\n`;
  await writeFile(file, `version: 1\n${settings}${TRUSTED}${TOLD}certificates:\n${entries.join('')}`);
}

/** As many endpoints by name as there are ports, of which every so manyth has a name that is never answered for. */
export async function writeNames(
  file: string,
  {
    ports,
    every,
    dns,
    ca = '',
    timeoutSeconds,
  }: { ports: readonly number[]; every: number; dns: string; ca: string | undefined; timeoutSeconds: number },
): Promise<void> {
  await writeFile(path.join(path.dirname(file), ANCHORS), ca);
  const name = (index: number) => `${index % every === every - 1 ? 'dead' : 'live'}-${index}.example.com`;
  const entries = ports.map((port, index) => `  - { name: "name-${index}", endpoint: "${name(index)}:${port}" }\n`);
  const settings = `settings: { scan_timeout_seconds: ${timeoutSeconds} }\nnetwork: { dns_servers: ["${dns}"] }\n`;
  await writeFile(file, `version: 1\n${settings}${TRUSTED}${TOLD}certificates:\n${entries.join('')}`);
}

/** So many dates known by hand, ten days ahead, and a webhook at a port of loopback that is told of each. */
export async function writeDates(
  file: string,
  { count, port, timeoutSeconds }: { count: number; port: number; timeoutSeconds: number },
): Promise<void> {
  const date = new Date(Date.parse(NOW) + 10 * DAY).toISOString().slice(0, 10);
  const entries = Array.from({ length: count }, (_, index) => `  - { name: "date-${index}", expires: ${date} }\n`);
  const webhook = `{ url: "http://127.0.0.1:${port}/", timeout_seconds: ${timeoutSeconds} }`;
  const rule = '{ name: all, events: [certificate.expiry_warning], actions: [{ webhook: sink }] }';
  await writeFile(
    file,
    `version: 1\nwebhooks: { sink: ${webhook} }\nrules: [${rule}]\ncertificates:\n${entries.join('')}`,
  );
}

const FILES_IN_A_FOLDER = 100;

/** Days that the certificates have left: of ten, four are told of. */
const DAYS_LEFT = [5, 20, 45, 80, 120, 160, 200, 240, 280, 320];

/** Fills `certs/` with PEM files of one certificate each, all different, and writes the manifest that names them. */
export async function writeCertificates(folder: string, count: number): Promise<void> {
  const keys = await createKeys('ec');
  const templates = await Promise.all(DAYS_LEFT.map((days) => makeTemplate(days, keys)));
  for (let begin = 0; begin < count; begin += FILES_IN_A_FOLDER) {
    const inner = path.join(folder, 'certs', String(begin / FILES_IN_A_FOLDER));
    await mkdir(inner, { recursive: true });
    for (let index = begin; index < Math.min(count, begin + FILES_IN_A_FOLDER); index += 1) {
      const template = templates[index % templates.length] as CreatedCertificate;
      await writeFile(path.join(inner, `${index}.pem`), pem(derOf(template, index)));
    }
  }
  await writeFile(
    path.join(folder, 'files.yaml'),
    `version: 1\n${TOLD}certificates:\n  - name: files\n    file: "certs/**/*.pem"\n`,
  );
}

const TEMPLATE_NAME = 'host-00000.example.com';

function makeTemplate(days: number, keys: CreatedCertificate['keys']): Promise<CreatedCertificate> {
  const notAfter = Date.parse(NOW) + (days + 0.5) * DAY;
  return createCertificate({
    commonName: TEMPLATE_NAME,
    sans: [TEMPLATE_NAME, `www.${TEMPLATE_NAME}`],
    notBefore: new Date(notAfter - 398 * DAY),
    notAfter: new Date(notAfter),
    keys,
  });
}

/** Another name of the same length makes another certificate; its signature is wrong, which no scan looks at. */
function derOf(template: CreatedCertificate, index: number): Buffer {
  const name = TEMPLATE_NAME.replace('00000', String(index).padStart(5, '0'));
  return Buffer.from(Buffer.from(template.der).toString('latin1').replaceAll(TEMPLATE_NAME, name), 'latin1');
}

/** The same certificates as a PKCS#12 and a JKS keystore of so many entries each, and as two PEM files. */
export async function writeKeystores(folder: string, count: number): Promise<void> {
  const keys = await createKeys('ec');
  const templates = await Promise.all(DAYS_LEFT.map((days) => makeTemplate(days, keys)));
  const ders = Array.from({ length: 2 * count }, (_, index) =>
    derOf(templates[index % templates.length] as CreatedCertificate, index),
  );
  const [first, second] = [ders.slice(0, count), ders.slice(count)];
  const bags = der(0x30, ...first.map((one, index) => certificateBag(one, `entry-${index}`)));
  const files = {
    'a.p12': pkcs12(encryptedContent(bags, 'changeit', 10_000)),
    'b.jks': jks(
      second.map((one, index) => ({ alias: `entry-${index}`, certificates: [one] })),
      'changeit',
    ),
    'a.pem': first.map((one) => pem(one)).join(''),
    'b.pem': second.map((one) => pem(one)).join(''),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  const manifest = (entry: string) => `version: 1\n${TOLD}certificates:\n  - ${entry}\n`;
  await writeFile(
    path.join(folder, 'keystores.yaml'),
    manifest('{ name: files, file: [a.p12, b.jks], password: changeit }'),
  );
  await writeFile(path.join(folder, 'pem.yaml'), manifest('{ name: files, file: [a.pem, b.pem] }'));
}
