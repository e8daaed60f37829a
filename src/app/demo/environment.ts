/** The demo's environment on loopback: certificate files, TLS servers, and an HTTP server that receives webhooks. */

import { mkdir, writeFile } from 'node:fs/promises';
import type http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import { DAY } from '../../domain/thresholds.ts';
import { formatDay } from '../../lib/iso-time.ts';
import type { CreatedCertificate, Keys } from './create-certificate.ts';

/** Loaded only by the demo: the library is large, and loading Node's HTTP server takes 30 ms. */
const loadCertificates = () => import('./create-certificate.ts');
const loadHttp = () => import('node:http');

export interface DemoEnvironment extends AsyncDisposable {
  /** The bodies that the receiver accepted, in order. */
  received: string[];
  receiverUrl: string;
  /** Installs a new certificate with so many days left on the server of `api`. */
  renewApi: (days: number) => Promise<void>;
}

/** Issues all certificates of the demo with one key, for speed. */
interface Issuer {
  ca: CreatedCertificate;
  keys: Keys;
  now: number;
}

/** Sets the environment up in an empty directory: files, servers on free ports, and a manifest for them. */
export async function createDemoEnvironment(directory: string, now: number): Promise<DemoEnvironment> {
  const issuer = await createIssuer(now);
  await mkdir(path.join(directory, 'certs'));
  for (const [name, days] of Object.entries({ shop: 13, intranet: 25, payroll: 300 })) {
    const { certificate } = await issueCertificate(issuer, `${name}.example.com`, days);
    await writeFile(path.join(directory, `certs/${name}.pem`), certificate + issuer.ca.certificate);
  }
  await writeFile(path.join(directory, 'ca.pem'), issuer.ca.certificate);

  const api = await serveTls(await issueCertificate(issuer, 'api.example.com', 5));
  const old = await serveTls(await issueCertificate(issuer, 'old.example.com', -3));
  const received: string[] = [];
  const { createServer } = await loadHttp();
  const receiver = await listen(createServer((request, response) => accept(request, response, received)));
  await writeFile(
    path.join(directory, 'certvigil.yaml'),
    renderManifest(getPort(api), getPort(old), new Date(now + 100 * DAY)),
  );

  return {
    received,
    receiverUrl: `http://127.0.0.1:${getPort(receiver)}/services/demo`,
    renewApi: async (days) =>
      api.setSecureContext(toSecureContext(await issueCertificate(issuer, 'api.example.com', days))),
    [Symbol.asyncDispose]: async () => {
      for (const server of [api, old, receiver]) server.close();
      receiver.closeAllConnections();
    },
  };
}

async function createIssuer(now: number): Promise<Issuer> {
  const { createCertificate, createKeys } = await loadCertificates();
  const keys = await createKeys('ec');
  const ca = await createCertificate({
    commonName: 'certvigil demo CA',
    notBefore: new Date(now - 1000 * DAY),
    notAfter: new Date(now + 3000 * DAY),
    ca: true,
    keys,
  });
  return { ca, keys, now };
}

/** Issues a certificate of 398 days that expires in `days` and a half, so that the days shown do not change during the demo. */
async function issueCertificate({ ca, keys, now }: Issuer, name: string, days: number): Promise<CreatedCertificate> {
  const { createCertificate } = await loadCertificates();
  const notAfter = now + (days + 0.5) * DAY;
  return createCertificate({
    commonName: name,
    sans: [name],
    notBefore: new Date(notAfter - 398 * DAY),
    notAfter: new Date(notAfter),
    issuer: ca,
    keys,
  });
}

function toSecureContext(made: CreatedCertificate): { key: string; cert: string } {
  return { key: made.privateKeyPem, cert: made.certificate };
}

function serveTls(made: CreatedCertificate): Promise<tls.Server> {
  return listen(tls.createServer(toSecureContext(made), (socket) => socket.on('error', () => socket.destroy()).end()));
}

/** Accepts messages, only JSON, as Slack does. */
function accept(request: http.IncomingMessage, response: http.ServerResponse, received: string[]): void {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    try {
      JSON.parse(body);
      received.push(body);
      response.writeHead(200).end('ok');
    } catch {
      response.writeHead(400).end('invalid_payload');
    }
  });
}

async function listen<Server extends http.Server | tls.Server>(server: Server): Promise<Server> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return server;
}

function getPort(server: http.Server | tls.Server): number {
  return (server.address() as AddressInfo).port;
}

function renderManifest(apiPort: number, oldPort: number, declared: Date): string {
  return `version: 1
settings:
  expiry_warning_days: 30
  expiry_critical_days: 14
  expiry_scan_thresholds: [14, 30, 60, 90]
  expiry_scan_cooldown_hours: 24
certificates:
  - name: files
    file: "certs/*.pem"
    owner: "@example/web"
  - name: api
    endpoint: 127.0.0.1:${apiPort}
    server_name: api.example.com
    ca_file: ca.pem
    assignments: [lb-1, lb-2]
    owner: "@example/platform"
    renewal_instructions: docs/renew-api.md
  - name: old
    endpoint: 127.0.0.1:${oldPort}
  - name: legacy
    expires: ${formatDay(declared.toISOString())}
webhooks:
  slack-ssl-alerts:
    url: \${SLACK_WEBHOOK_URL}
    body_template: |
      {
        "text": ":warning: {{ event }}",
        "attachments": [
          {
            "color": "#FFA500",
            "fields": [
              {"title": "Common Name", "value": "{{ data.common_name }}", "short": true},
              {"title": "Days remaining", "value": "{{ data.days_remaining }}", "short": true},
              {"title": "Issuer", "value": "{{ data.issuer }}", "short": false},
              {"title": "Valid to", "value": "{{ data.valid_to }}", "short": true},
              {"title": "Assignments", "value": "{{ data.assignment_count }}", "short": true}
            ]
          }
        ]
      }
rules:
  - name: expiry
    events: [certificate.expiry_warning, certificate.expired, certificate.renewed]
    actions: [{ webhook: slack-ssl-alerts }]
`;
}
