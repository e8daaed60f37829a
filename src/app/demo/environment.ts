/** The demo's world on loopback: TLS servers, files, and a receiver that is a real HTTP server. */

import { mkdir, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import { DAY } from '../../domain/thresholds.ts';
import { type CreatedCertificate, createCertificate, createKeys, type Keys } from './create-certificate.ts';

export interface DemoEnvironment extends AsyncDisposable {
  /** The bodies that the receiver has accepted, in order. */
  received: string[];
  receiverUrl: string;
  /** Puts a certificate of another life on the server behind `api`. */
  renewApi: (days: number) => Promise<void>;
}

/** Certificates with so many days left, made with one key for speed. */
interface CertificateAuthority {
  authority: CreatedCertificate;
  keys: Keys;
  now: number;
}

/** Makes the world in an empty folder: files, servers on ports of their own, and a manifest that names them. */
export async function createDemoEnvironment(folder: string, now: number): Promise<DemoEnvironment> {
  const mint = await createAuthority(now);
  await mkdir(path.join(folder, 'certs'));
  await writeFile(path.join(folder, 'certs/shop.pem'), await createCertificateFile(mint, 'shop.example.com', 13));
  await writeFile(
    path.join(folder, 'certs/intranet.pem'),
    await createCertificateFile(mint, 'intranet.example.com', 25),
  );
  await writeFile(
    path.join(folder, 'certs/payroll.pem'),
    await createCertificateFile(mint, 'payroll.example.com', 300),
  );

  await writeFile(path.join(folder, 'ca.pem'), mint.authority.certificate);

  const api = await serveTls(await issueCertificate(mint, 'api.example.com', 5));
  const old = await serveTls(await issueCertificate(mint, 'old.example.com', -3));
  const received: string[] = [];
  const receiver = await listen(http.createServer((request, response) => accept(request, response, received)));
  await writeFile(
    path.join(folder, 'certvigil.yaml'),
    renderManifest(getPort(api), getPort(old), new Date(now + 100 * DAY)),
  );

  return {
    received,
    receiverUrl: `http://127.0.0.1:${getPort(receiver)}/services/demo`,
    renewApi: async (days) =>
      api.setSecureContext(toSecureContext(await issueCertificate(mint, 'api.example.com', days))),
    [Symbol.asyncDispose]: async () => {
      for (const server of [api, old, receiver]) server.close();
      receiver.closeAllConnections();
    },
  };
}

async function createAuthority(now: number): Promise<CertificateAuthority> {
  const keys = await createKeys('ec');
  const authority = await createCertificate({
    commonName: 'certvigil demo CA',
    notBefore: new Date(now - 1000 * DAY),
    notAfter: new Date(now + 3000 * DAY),
    ca: true,
    keys,
  });
  return { authority, keys, now };
}

/** A certificate of 398 days that ends half a day after `days` from now, so that the days shown are a while true. */
function issueCertificate(
  { authority, keys, now }: CertificateAuthority,
  name: string,
  days: number,
): Promise<CreatedCertificate> {
  const notAfter = now + (days + 0.5) * DAY;
  return createCertificate({
    commonName: name,
    sans: [name],
    notBefore: new Date(notAfter - 398 * DAY),
    notAfter: new Date(notAfter),
    issuer: authority,
    keys,
  });
}

async function createCertificateFile(mint: CertificateAuthority, name: string, days: number): Promise<string> {
  return (await issueCertificate(mint, name, days)).certificate + mint.authority.certificate;
}

function toSecureContext(made: CreatedCertificate): { key: string; cert: string } {
  return { key: made.privateKeyPem, cert: made.certificate };
}

function serveTls(made: CreatedCertificate): Promise<tls.Server> {
  return listen(tls.createServer(toSecureContext(made), (socket) => socket.on('error', () => socket.destroy()).end()));
}

/** Accepts what is JSON, as Slack would. */
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
    expires: ${declared.toISOString().slice(0, 10)}
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
