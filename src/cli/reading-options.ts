/** The options of commands that show certificates: `inspect` and `export`. */

import { createUsageError } from '../lib/app-error.ts';
import { parseChoice } from '../lib/parse-choice.ts';
import type { OptionReader } from './option-reader.ts';
import { parseSplit, parseTrustStore } from './option-values.ts';
import {
  readEventLog,
  readExportFormat,
  readFailOn,
  readManifest,
  readNow,
  readOnly,
  readOutput,
  readQuiet,
  readTrace,
} from './shared-options.ts';

export const readInspect = (o: OptionReader) => ({
  targets: o.operands(),
  entry: o.text('entry', 'NAME', 'show the first items of this inventory in the manifest, and how they are mapped'),
  manifest: readManifest(o),
  starttls: o.text('starttls', 'PROTOCOL', 'use STARTTLS for endpoints: smtp, imap, ...'),
  server_name: o.text('server-name', 'NAME', 'server name (SNI) to request from endpoints'),
  connect_to: o.text('connect-to', 'HOST', 'connect to this host instead: host or host:port'),
  addresses: parseChoice(
    '--addresses',
    o.text('addresses', 'first|all', 'check the first address that accepts a connection, or all (default: first)') ??
      'first',
    ['first', 'all'],
  ),
  both_algorithms: o.flag(
    'both-algorithms',
    'check the certificate of each key type that a server has (RSA, ECDSA, ML-DSA)',
  ),
  proxy: o.text('proxy', 'URL|env', 'proxy for endpoints and URLs, as in a manifest'),
  dns_servers: o.list('dns-server', 'ADDRESS', 'use this DNS server instead of the system resolver'),
  dns: o.flag('dns', 'show CAA and TLSA records of endpoints, and their registration'),
  ct: o.flag('ct', 'show recent certificates for endpoints in certificate transparency logs'),
  ct_url: o.text('ct-url', 'URL', 'ask this mirror of Cert Spotter'),
  dns_over_https: o.text('dns-over-https', 'URL', 'look them up in this resolver, which validates DNSSEC'),
  rdap_url: o.text('rdap-url', 'URL', 'ask this RDAP server for the registration (default: that of the registry)'),
  trust: parseTrustStore(o.text('trust', 'mozilla|system|none', 'trust store used to validate the chain')),
  ca_file: o.text('ca-file', 'FILE', 'trust only the CA certificates in this PEM file'),
  revocation: o.flag('revocation', 'check revocation at the OCSP and CRL URLs in the certificate'),
  allow: o.list('allow', 'NETWORK', 'also connect to this link-local or private network'),
  password_env: o.text('password-env', 'NAME', 'environment variable that contains the keystore password'),
  pem: o.flag('pem', 'print the certificates as PEM'),
  fail_on: readFailOn(o),
  now: readNow(o),
  trace: readTrace(o),
  ...readOutput(o),
});

export function checkInspect({ targets, entry, trust, ca_file }: ReturnType<typeof readInspect>): void {
  if (entry !== null && targets.length > 0)
    throw createUsageError('--entry cannot be combined with a target', 'Use one of them.');
  if (targets.length === 0 && entry === null)
    throw createUsageError('missing target', 'Use a file, host:port, a URL, or - for standard input.');
  if (trust !== null && ca_file !== null)
    throw createUsageError('--trust and --ca-file are mutually exclusive', 'Use one of them.');
}

export const readExport = (o: OptionReader) => ({
  format: readExportFormat(o),
  columns: o.text('columns', 'NAMES', 'columns of --format csv, separated by commas (default: all)'),
  output: o.text('output', 'FILE', 'write to this file (default: standard output)'),
  split: parseSplit(o.text('split', 'ROWS', 'write files of at most this many rows: FILE-1.csv, FILE-2.csv, ...')),
  scan: o.flag('scan', 'read the certificates now instead of using the event log; send and record nothing'),
  only: readOnly(o),
  manifest: readManifest(o),
  event_log: readEventLog(o),
  now: readNow(o),
  quiet: readQuiet(o),
  trace: readTrace(o),
});

export function checkExport({ columns, format, output, split }: ReturnType<typeof readExport>): void {
  if (split !== null && output === null)
    throw createUsageError('--split requires --output', 'Add --output FILE, or omit --split.');
  if (split !== null && format === 'json')
    throw createUsageError('--split requires --format csv or netbox', 'Omit --split: JSON is one document.');
  if (columns !== null && format !== 'csv')
    throw createUsageError('--columns requires --format csv', 'Add --format csv, or omit --columns.');
}
