/** A minimal ACME client (RFC 8555): one account, one order, and a revocation. */

import 'reflect-metadata';
import { generateKeyPairSync, type KeyObject, sign, webcrypto } from 'node:crypto';
import { request } from 'node:https';
import * as x509 from '@peculiar/x509';

export interface Issued {
  /** PEM of the certificate and its issuers. */
  chain: string;
  privateKeyPem: string;
}

export interface AcmeClient {
  issue: (name: string) => Promise<Issued>;
  revoke: (issued: Issued) => Promise<void>;
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

const base64url = (value: string | Uint8Array) => Buffer.from(value).toString('base64url');

/** Creates a client for a server that skips validation. `ca`: PEM of the CA of its own certificate. */
export async function createAcmeClient(directoryUrl: string, ca: string): Promise<AcmeClient> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const directory = JSON.parse((await call(directoryUrl, ca)).text);
  let account: string | null = null;

  /** Sends a signed request (RFC 8555 section 6.2); without a payload it is a POST-as-GET. */
  const post = async (url: string, payload?: unknown): Promise<Answer> => {
    const { headers } = await call(directory.newNonce, ca);
    const nonce = String(headers['replay-nonce']);
    const key = account === null ? { jwk } : { kid: account };
    const protectedHeader = base64url(JSON.stringify({ alg: 'ES256', nonce, url, ...key }));
    const body = payload === undefined ? '' : base64url(JSON.stringify(payload));
    const signature = base64url(signed(`${protectedHeader}.${body}`, privateKey));
    const answer = await call(url, ca, JSON.stringify({ protected: protectedHeader, payload: body, signature }));
    if (answer.status >= 400) throw new Error(`${url}: ${answer.status} ${answer.text}`);
    return answer;
  };
  const until = async (url: string, status: string) => {
    for (let tries = 0; tries < 200; tries += 1) {
      const value = JSON.parse((await post(url)).text);
      if (value.status === status) return value;
    }
    throw new Error(`${url} did not become ${status}`);
  };

  account = String((await post(directory.newAccount, { termsOfServiceAgreed: true })).headers.location);
  return {
    issue: async (name) => {
      const ordered = await post(directory.newOrder, { identifiers: [{ type: 'dns', value: name }] });
      const order = JSON.parse(ordered.text);
      for (const authorization of order.authorizations) {
        const { challenges } = JSON.parse((await post(authorization)).text);
        await post(challenges[0].url, {});
        await until(authorization, 'valid');
      }
      const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
      const csr = await x509.Pkcs10CertificateRequestGenerator.create({
        name: '',
        keys,
        signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
        extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
      });
      await post(order.finalize, { csr: base64url(new Uint8Array(csr.rawData)) });
      const { certificate } = await until(String(ordered.headers.location), 'valid');
      const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
      const privateKeyPem = `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`;
      return { chain: (await post(certificate)).text, privateKeyPem };
    },
    revoke: async ({ chain }) => {
      await post(directory.revokeCert, {
        certificate: base64url(new Uint8Array(new x509.X509Certificate(chain).rawData)),
      });
    },
  };
}

function signed(text: string, key: KeyObject): Buffer {
  return sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
}

function call(url: string, ca: string, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const headers = body === undefined ? {} : { 'content-type': 'application/jose+json' };
    const sent = request(url, { method, ca, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
      response.on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
}
