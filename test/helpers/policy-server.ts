/** A web server on loopback with MTA-STS policies, behind a proxy that leads every host to it. */

import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import { startHttpProxy } from './proxy.ts';

/** A response. Default: status 200 and `text/plain`. */
interface PolicyResponse {
  status?: number;
  type?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface PolicyServer {
  /** The response for all hosts, or a function that sends it. */
  response: PolicyResponse | ((response: ServerResponse) => void);
  /** The certificate of the server. */
  useCertificate: (made: Pick<CreatedCertificate, 'certificate' | 'privateKeyPem'>) => void;
  /** `GET host/path`. */
  requests: string[];
  ca: CreatedCertificate;
  /** The URL of the proxy. */
  proxy: string;
  close: () => Promise<void>;
}

const VALID = { notBefore: new Date('2020-01-01'), notAfter: new Date('2099-01-01') };

/** Starts a server with a certificate for `mta-sts.example.org`. */
export async function startPolicyServer(): Promise<PolicyServer> {
  const ca = await createCertificate({ commonName: 'Policy CA', ca: true, ...VALID });
  const made = await createCertificate({ issuer: ca, sans: ['mta-sts.example.org'], ...VALID });
  const requests: string[] = [];
  const server = createServer({ cert: made.certificate, key: made.privateKeyPem }, (request, reply) => {
    requests.push(`${request.method} ${request.headers.host}${request.url}`);
    const { response } = result;
    if (typeof response === 'function') return response(reply);
    const { status = 200, type = 'text/plain; charset=utf-8', headers = {}, body = '' } = response;
    reply.writeHead(status, { ...(type !== '' && { 'content-type': type }), ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = await startHttpProxy({ to: (server.address() as AddressInfo).port });
  const result: PolicyServer = {
    ...{ response: {}, requests, ca, proxy: `http://127.0.0.1:${proxy.port}` },
    useCertificate: ({ certificate, privateKeyPem }) =>
      server.setSecureContext({ cert: certificate, key: privateKeyPem }),
    close: async () => {
      await proxy.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return result;
}
