/**
 * The API of a cloud on loopback with many certificates: `aws_acm`, `azure_key_vault`, `gcp_certificate_manager`, `vault_pki` or
 * `kubernetes`. It accepts any credentials, by https. A page takes 20 ms, and a certificate 5 ms, as in a system nearby. Prints
 * `{"live": [port], "ca": "PEM"}`. Exits when its standard input is closed.
 */

import type http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { createCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import { pem } from '../../test/helpers/certificates.ts';

interface Call {
  url: URL;
  headers: http.IncomingHttpHeaders;
  body: string;
}

const [kind = '', amount] = process.argv.slice(2);
const count = Number(amount);

const PAGE_LATENCY_MS = 20;
const ITEM_LATENCY_MS = 5;

const NAME = 'host-00000.example.com';
const SERIAL = 'S00000';

const notAfter = Date.now() + 200 * DAY;
const dates = { notBefore: new Date(notAfter - 300 * DAY), notAfter: new Date(notAfter) };
const keys = await createKeys('ec');
const serial = Buffer.from(SERIAL).toString('hex');
const template = await createCertificate({ commonName: NAME, sans: [NAME], serial, keys, ...dates });
const own = await createCertificate({ commonName: '127.0.0.1', sans: ['127.0.0.1'], keys, ca: true, ...dates });
const templateText = Buffer.from(template.der).toString('latin1');
const KEY = Buffer.from(template.privateKeyPem).toString('base64');

/** Another name and serial number of the same length. Its signature is invalid, which a scan does not check. */
function createDer(number: number): Buffer {
  const digits = formatNumber(number);
  return Buffer.from(templateText.replaceAll('00000', digits), 'latin1');
}

const formatNumber = (number: number) => String(number).padStart(5, '0');

const listNumbers = (start: number, size: number) =>
  Array.from({ length: Math.max(0, Math.min(size, count - start)) }, (_, index) => start + index);

const findNumber = (text: string) => Number(/(\d{5})$/.exec(text)?.[1]);

function respondAsAws({ headers, body }: Call): object {
  const { CertificateArn = '', NextToken = '0', MaxItems = 1000 } = JSON.parse(body);
  const toArn = (number: number) => `arn:aws:acm:eu-west-1:123456789012:certificate/${formatNumber(number)}`;
  switch (String(headers['x-amz-target']).replace('CertificateManager.', '')) {
    case 'ListCertificates': {
      const start = Number(NextToken);
      const items = listNumbers(start, MaxItems).map((number) => ({ CertificateArn: toArn(number), Status: 'ISSUED' }));
      return {
        CertificateSummaryList: items,
        ...(start + MaxItems < count && { NextToken: String(start + MaxItems) }),
      };
    }
    case 'DescribeCertificate':
      return {
        Certificate: { CertificateArn, Type: 'IMPORTED', NotAfter: notAfter / 1000, InUseBy: ['arn:aws:elb:1'] },
      };
    case 'ListTagsForCertificate':
      return { Tags: [{ Key: 'team', Value: 'web' }] };
    default:
      return { Certificate: pem(createDer(findNumber(CertificateArn))) };
  }
}

function respondAsAzure({ url }: Call): object {
  const { origin, pathname, searchParams } = url;
  if (pathname.endsWith('/token')) return { access_token: 'token-of-the-benchmark', expires_in: 3600 };
  const toItem = (number: number) => ({
    id: `${origin}/certificates/host-${formatNumber(number)}`,
    attributes: { enabled: true, exp: Math.floor(notAfter / 1000) },
    tags: { team: 'web' },
  });
  if (pathname !== '/certificates') {
    const number = findNumber(pathname);
    return { ...toItem(number), cer: createDer(number).toString('base64'), policy: {} };
  }
  const start = Number(searchParams.get('skip') ?? 0);
  const next = `${origin}/certificates?api-version=7.4&maxresults=25&skip=${start + 25}`;
  return { value: listNumbers(start, 25).map(toItem), nextLink: start + 25 < count ? next : null };
}

function respondAsGoogle({ url: { pathname, searchParams } }: Call): object {
  const start = Number(searchParams.get('pageToken') ?? 0);
  // A server may return fewer items than requested.
  const size = Math.min(100, Number(searchParams.get('pageSize')));
  const certificates = listNumbers(start, size).map((number) => ({
    name: `${pathname.replace('/v1/', '').replace('/-/', '/global/')}/host-${formatNumber(number)}`,
    labels: { team: 'web' },
    expireTime: new Date(notAfter).toISOString(),
    pemCertificate: pem(createDer(number)),
  }));
  return { certificates, ...(start + size < count && { nextPageToken: String(start + size) }) };
}

function respondAsVault({ url: { pathname } }: Call): object {
  const toSerial = (number: number) => `53${formatNumber(number).replace(/./g, (digit) => `:3${digit}`)}`;
  if (pathname.endsWith('/certs')) return { data: { keys: listNumbers(0, count).map(toSerial) } };
  if (/\/(?:revoked|issuers)$/.test(pathname)) return { data: { keys: [] } };
  const number = findNumber(decodeURIComponent(pathname).replace(/:3/g, ''));
  return { data: { certificate: pem(createDer(number)), revocation_time: 0 } };
}

function respondAsKubernetes({ url: { searchParams } }: Call): object {
  const start = Number(searchParams.get('continue') ?? 0);
  // A server may return fewer items than requested.
  const limit = Math.min(100, Number(searchParams.get('limit')));
  const items = listNumbers(start, limit).map((number) => ({
    metadata: { name: `host-${formatNumber(number)}`, namespace: 'web', labels: { team: 'web' } },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': Buffer.from(pem(createDer(number))).toString('base64'), 'tls.key': KEY },
  }));
  const metadata = start + limit < count ? { continue: String(start + limit) } : {};
  return { kind: 'SecretList', apiVersion: 'v1', metadata, items };
}

const RESPONDERS: Readonly<Record<string, (call: Call) => object>> = {
  aws_acm: respondAsAws,
  azure_key_vault: respondAsAzure,
  gcp_certificate_manager: respondAsGoogle,
  vault_pki: respondAsVault,
  kubernetes: respondAsKubernetes,
};
const respond = RESPONDERS[kind];
if (respond === undefined) throw new Error(`no such API: ${kind}`);

const isAboutItem = ({ url: { pathname }, headers }: Call) =>
  /\/(?:cert|certificates)\/./.test(pathname) ||
  /(?:Get|Describe|ListTagsFor)Certificate$/.test(String(headers['x-amz-target']));

const server = https.createServer({ cert: own.certificate, key: own.privateKeyPem }, (request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const { url = '', headers } = request;
    const call = { url: new URL(url, `https://${headers.host}`), headers, body };
    const latency = isAboutItem(call) ? ITEM_LATENCY_MS : PAGE_LATENCY_MS;
    setTimeout(() => response.end(JSON.stringify(respond(call))), latency);
  });
});

server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`${JSON.stringify({ live: [(server.address() as AddressInfo).port], ca: own.certificate })}\n`),
);
process.stdin.on('end', () => process.exit()).resume();
