/** Creates the data of the benchmark in a temporary directory. */

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type CreatedCertificate, createCertificate, createKeys } from '../src/app/demo/create-certificate.ts';
import { DAY } from '../src/domain/thresholds.ts';
import { formatDay, formatIsoTime } from '../src/lib/iso-time.ts';
import { pem } from '../test/helpers/certificates.ts';

/** The time of every scan, so that each run of the benchmark does the same work. */
export const NOW = '2027-01-01T00:00:00Z';

/** One rule for all events, so that planning is measured, too. These scans are dry runs. */
const RULES = `webhooks:
  receiver:
    url: http://127.0.0.1:9/
rules:
  - name: everything
    events: ["certificate.*"]
    actions: [{ webhook: receiver }]
`;

/** A typical manifest: entries with labels, an owner and thresholds. */
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
  await writeFile(file, `version: 1\n${RULES}certificates:\n${entries.join('')}`);
}

/** Writes a list of hosts with a team and an environment, and `list.yaml`, which includes it. */
export async function writeHostList(directory: string, count: number): Promise<void> {
  const rows = Array.from(
    { length: count },
    (_, index) => `service-${index},service-${index}.example.com:8443,team-${index % 20},prod\n`,
  );
  await writeFile(path.join(directory, 'hosts.csv'), `name,endpoint,labels.team,labels.env\n${rows.join('')}`);
  await writeFile(path.join(directory, 'list.yaml'), `version: 1\n${RULES}include: [hosts.csv]\n`);
}

/** Writes hard-coded dates over a year, in `dates.yaml` itself, or in lists of at most 125,000 lines that it includes. */
export async function writeDates(directory: string, count: number, format: 'yaml' | 'csv'): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => {
    const day = formatDay(formatIsoTime(Date.parse(NOW) + (index % 365) * DAY));
    return format === 'yaml' ? `  - { name: "date-${index}", expires: ${day} }\n` : `date-${index},${day}\n`;
  });
  const file = path.join(directory, 'dates.yaml');
  if (format === 'yaml') return writeFile(file, `version: 1\n${RULES}certificates:\n${rows.join('')}`);
  const lists = Array.from({ length: Math.ceil(count / 125_000) }, (_, index) => `dates-${index}.csv`);
  for (const [index, list] of lists.entries()) {
    const own = rows.slice(index * 125_000, (index + 1) * 125_000);
    await writeFile(path.join(directory, list), `name,expires\n${own.join('')}`);
  }
  await writeFile(file, `version: 1\n${RULES}include: [${lists.join(', ')}]\n`);
}

const HOSTS_PER_FILE = 1000;

/** Writes a repository of Kubernetes manifests with an Ingress for each host, and a manifest that watches none of them. */
export async function writeRepository(directory: string, hosts: number): Promise<void> {
  for (let first = 0; first < hosts; first += HOSTS_PER_FILE) {
    const inner = path.join(directory, `team-${(first / HOSTS_PER_FILE) % 20}`);
    await mkdir(inner, { recursive: true });
    const ingresses = Array.from({ length: HOSTS_PER_FILE }, (_, index) => formatIngress(`service-${first + index}`));
    await writeFile(path.join(inner, `ingress-${first}.yaml`), ingresses.join(''));
  }
  const watched = '  - { name: "www", endpoint: "www.shop.example" }\n';
  const settings = 'discovery: { domains: [shop.example] }\n';
  await writeFile(path.join(directory, 'certvigil.yaml'), `version: 1\n${settings}certificates:\n${watched}`);
}

function formatIngress(name: string): string {
  return `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
spec:
  tls:
    - hosts: [${name}.shop.example]
      secretName: ${name}-tls
  rules:
    - host: ${name}.shop.example
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: ${name}, port: { number: 80 } } }
`;
}

/** The PEM file with the CA of the servers, used as the trust store of the system. */
export const ANCHORS = 'anchors.pem';
const TRUSTED = 'defaults: { trust: system }\n';

export async function writeEndpoints(
  file: string,
  { ports, ca, timeoutSeconds }: { ports: readonly number[]; ca: string; timeoutSeconds: number },
): Promise<void> {
  await writeFile(path.join(path.dirname(file), ANCHORS), ca);
  const entries = ports.map((port) => `  - { name: "port-${port}", endpoint: "127.0.0.1:${port}" }\n`);
  const settings = `settings: { scan_timeout_seconds: ${timeoutSeconds} }\n`;
  await writeFile(file, `version: 1\n${settings}${TRUSTED}${RULES}certificates:\n${entries.join('')}`);
}

/** Writes one entry for each endpoint, `host:port`, whose trust is not evaluated. */
export async function writeUntrustedEndpoints(file: string, endpoints: readonly string[]): Promise<void> {
  const entries = endpoints.map((endpoint, index) => `  - { name: "server-${index}", endpoint: "${endpoint}" }\n`);
  const settings = 'settings: { scan_timeout_seconds: 30 }\ndefaults: { trust: none }\n';
  await writeFile(file, `version: 1\n${settings}${RULES}certificates:\n${entries.join('')}`);
}

/** Writes entries as a CSV list, with an event log in partitions. The servers are reachable on `port` of 127.0.0.0/8. */
export async function writeEndpointList(
  directory: string,
  { count, port, partitions }: { count: number; port: number; partitions: number },
): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => `server-${index},${toLoopback(index)}:${port}\n`);
  await writeFile(path.join(directory, 'servers.csv'), `name,endpoint\n${rows.join('')}`);
  const settings = 'settings: { scan_timeout_seconds: 30 }\ndefaults: { trust: none }\n';
  const log = `event_log: { partitions: ${partitions} }\n`;
  await writeFile(path.join(directory, 'scale.yaml'), `version: 1\n${settings}${log}${RULES}include: [servers.csv]\n`);
}

/** Returns a loopback address for each number up to a million, without those that end in 0 or 255. */
export function toLoopback(index: number): string {
  const network = Math.floor(index / 250);
  return `127.${Math.floor(network / 250)}.${network % 250}.${(index % 250) + 1}`;
}

const FILES_PER_DIRECTORY = 100;

/** The days until expiry. Four of ten certificates cause a notification. */
const DAYS_LEFT = [5, 20, 45, 80, 120, 160, 200, 240, 280, 320];

/** Writes PEM files with one distinct certificate each to `certs/`, and `files.yaml` with one entry for all of them. */
export async function writeCertificates(directory: string, count: number): Promise<void> {
  const keys = await createKeys('ec');
  const templates = await Promise.all(DAYS_LEFT.map((days) => makeTemplate(days, keys)));
  for (let start = 0; start < count; start += FILES_PER_DIRECTORY) {
    const inner = path.join(directory, 'certs', String(start / FILES_PER_DIRECTORY));
    await mkdir(inner, { recursive: true });
    for (let index = start; index < Math.min(count, start + FILES_PER_DIRECTORY); index += 1) {
      const template = templates[index % templates.length] as CreatedCertificate;
      await writeFile(path.join(inner, `${index}.pem`), pem(createVariant(template, index)));
    }
  }
  await writeFile(
    path.join(directory, 'files.yaml'),
    `version: 1\n${RULES}certificates:\n  - name: files\n    file: "certs/**/*.pem"\n`,
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

/** Creates another certificate, with a name of the same length. Its signature is invalid, which a scan does not check. */
function createVariant(template: CreatedCertificate, index: number): Buffer {
  const name = TEMPLATE_NAME.replace('00000', String(index).padStart(5, '0'));
  return Buffer.from(Buffer.from(template.der).toString('latin1').replaceAll(TEMPLATE_NAME, name), 'latin1');
}
