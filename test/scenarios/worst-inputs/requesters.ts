/** The modules that connect to something: each belongs to kinds in the table, so that a new one cannot be forgotten there. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceName } from '../../../src/app/verify/revocation-sources.ts';

/** Calls of functions that open connections or send requests. */
const REQUEST =
  /(?<!function |\.)\b(?:sendRequest|openHttpClient|openApiConnection|fetchBytes|fetchWithRedirects|createUntrustedFetcher|openDnsClient|connectPermitted|connectFirst|createGitHubClient)\(/;

/** The type knows all sources of revocation information. A server sends a stapled response in its handshake. */
const REVOCATION: Record<Exclude<SourceName, 'stapled'>, null> = { crl: null, ocsp: null };

/** A module that others use to send requests: `null`. A module that no scan uses: the reason. */
export const REQUESTERS: Record<string, readonly string[] | string | null> = {
  'src/lib/http/client.ts': null,
  'src/scan/http/fetch-redirects.ts': null,
  'src/scan/http/untrusted-fetcher.ts': null,
  'src/app/verify/index.ts': [...Object.keys(REVOCATION), 'issuer'],
  'src/app/verify/look-up-dns.ts': ['CAA', 'TLSA'],
  'src/app/issuance-caa.ts': ['CAA'],
  'src/app/observe/collect.ts': 'a probe reads as a scan does, and sends no alerts',
  'src/app/inspect.ts': 'a command for one target',
  'src/scan/acme/renewal-info.ts': ['acme'],
  'src/scan/dns/over-https.ts': ['dns_over_https'],
  'src/scan/inventory/client.ts': ['rest', 'vault_pki', 'kubernetes', 'aws_acm', 'azure_key_vault', 'ct'],
  'src/scan/rdap/client.ts': ['domain'],
  'src/scan/index.ts': ['MTA-STS', 'DNSSEC'],
  'src/scan/mta-sts/fetch-policy.ts': ['MTA-STS'],
  'src/scan/sources/fetch-url.ts': ['url'],
  'src/scan/tls/read-server.ts': ['endpoint', 'proxy'],
  'src/notify/email/smtp-session.ts': ['email'],
  'src/notify/issue/github-tracker.ts': ['issue'],
  'src/notify/send-to-url.ts': ['heartbeat'],
  'src/notify/webhook/connections.ts': ['webhook'],
  'src/store/git-branch.ts': ['commit'],
  'src/app/overview/index.ts': 'reads the reports of scans',
  'src/action/keepalive.ts': 'runs after a scan',
};

/** Lists the modules that do. */
export function listRequesters(): string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join('src', name.split(path.sep).join('/')))
    .filter((file) => file.endsWith('.ts') && REQUEST.test(readFileSync(file, 'utf8')))
    .sort();
}
