/**
 * The minimum work of a cloud's inventory: sends the same requests, eight at once for single items, over kept connections, and parses the
 * responses. Arguments: the kind and the port.
 */

import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'undici';

const [kind = '', port = ''] = process.argv.slice(2);
const origin = `https://127.0.0.1:${port}`;
const dispatcher = new Agent();
let items = 0;

async function send(path: string, headers: Record<string, string> = {}, body: string | null = null) {
  const method = body === null ? 'GET' : 'POST';
  const response = await request(`${origin}${path}`, { dispatcher, method, headers, body });
  // biome-ignore lint/suspicious/noExplicitAny: what the API returns.
  return (await response.body.json()) as any;
}

/** Eight at once. */
async function forEach<Item>(all: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = all.values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const item of rest) await work(item);
    }),
  );
  items += all.length;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const DAY = new Date().toISOString().slice(0, 10).replaceAll('-', '');
const SCOPE = `${DAY}/eu-west-1/acm/aws4_request`;
const KEY = SCOPE.split('/').reduce<string | Buffer>((key, part) => hmac(key, part), 'AWS4secret');

/** Signature Version 4, whose key is derived once. */
function callAws(operation: string, parameters: object) {
  const body = JSON.stringify(parameters);
  const date = `${DAY}T${new Date().toISOString().slice(11, 19).replaceAll(':', '')}Z`;
  const target = `CertificateManager.${operation}`;
  const signed = 'host;x-amz-date;x-amz-target';
  const canonical = `POST\n/\n\nhost:127.0.0.1:${port}\nx-amz-date:${date}\nx-amz-target:${target}\n\n${signed}\n${sha256(body)}`;
  const signature = hmac(KEY, `AWS4-HMAC-SHA256\n${date}\n${SCOPE}\n${sha256(canonical)}`).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=key/${SCOPE}, SignedHeaders=${signed}, Signature=${signature}`;
  return send(
    '/',
    { 'content-type': 'application/x-amz-json-1.1', 'x-amz-date': date, 'x-amz-target': target, authorization },
    body,
  );
}

const RUNS: Readonly<Record<string, () => Promise<void>>> = {
  aws_acm: async () => {
    let NextToken: string | undefined;
    do {
      const page = await callAws('ListCertificates', { MaxItems: 1000, NextToken });
      NextToken = page.NextToken;
      await forEach<{ CertificateArn: string }>(page.CertificateSummaryList, async ({ CertificateArn }) => {
        for (const one of ['DescribeCertificate', 'ListTagsForCertificate', 'GetCertificate'])
          await callAws(one, { CertificateArn });
      });
    } while (NextToken !== undefined);
  },
  azure_key_vault: async () => {
    const { access_token } = await send('/token', {}, 'grant_type=client_credentials');
    const headers = { authorization: `Bearer ${access_token}` };
    let next: string | null = '/certificates?api-version=7.4&maxresults=25';
    while (next !== null) {
      const page: { value: { id: string }[]; nextLink: string | null } = await send(next, headers);
      next = page.nextLink?.replace(origin, '') ?? null;
      await forEach(
        page.value,
        async ({ id }) => void (await send(`${id.replace(origin, '')}?api-version=7.4`, headers)),
      );
    }
  },
  gcp_certificate_manager: async () => {
    const path = '/v1/projects/shop-production/locations/-/certificates?pageSize=500';
    let token = '';
    do {
      const page = await send(`${path}&pageToken=${token}`, { authorization: 'Bearer token' });
      items += page.certificates.length;
      token = page.nextPageToken ?? '';
    } while (token !== '');
  },
  vault_pki: async () => {
    const headers = { 'x-vault-token': 'token' };
    const get = (path: string) => send(`/v1/pki/${path}`, headers);
    const { data } = await get('certs?list=true');
    await get('certs/revoked?list=true');
    await forEach<string>(data.keys, async (serial) => void (await get(`cert/${encodeURIComponent(serial)}`)));
    await get('issuers?list=true');
  },
  kubernetes: async () => {
    let token = '';
    do {
      const page = await send(`/api/v1/secrets?limit=250&continue=${token}`, { authorization: 'Bearer token' });
      items += page.items.length;
      token = page.metadata.continue ?? '';
    } while (token !== '');
  },
};

await RUNS[kind]?.();
await dispatcher.close();
process.stdout.write(`${items}\n`);
