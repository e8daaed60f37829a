/** A TLS server in front of a fake API, as a load balancer is. */

import { request as send } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { CreatedCertificate } from '../../../src/app/demo/create-certificate.ts';

export interface TlsFront {
  /** `https://127.0.0.1:PORT` */
  origin: string;
  /** What the clients sent: the name in SNI, and the subject of the client certificate. */
  clients: { server_name: string | null; subject: string | null }[];
  close: () => Promise<void>;
}

/** `certificate`: of the server. */
export async function startTlsFront(api: string, certificate: CreatedCertificate): Promise<TlsFront> {
  const clients: TlsFront['clients'] = [];
  const options = { cert: certificate.certificate, key: certificate.privateKeyPem };
  const server = createServer({ ...options, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    const socket = request.socket as TLSSocket & { servername?: string | false };
    const subject = socket.getPeerCertificate().subject as { CN?: string } | undefined;
    clients.push({ server_name: socket.servername || null, subject: subject?.CN ?? null });
    const { method, url, headers } = request;
    const forwarded = send(new URL(url ?? '/', api), { method, headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(response);
    });
    request.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clients,
    close: () => closeServer(server),
  };
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
