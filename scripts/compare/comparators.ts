/** Other tools that check the certificate of a server, used as documented, with the same input as certvigil. */

import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type Daemon, findFreePort, startDaemon } from '../../test/real/harness.ts';
import { formatHostPort, type StartedScenario } from '../../test/real/trust/setup.ts';
import type { Outcome } from '../../test/real/trust/verdict.ts';

/** A tool that is run for a situation. */
export interface Comparator {
  title: string;
  version: string;
  check: (staged: StartedScenario) => Promise<Outcome>;
  close?: () => Promise<void>;
}

/** The warning threshold of all tools that have one, which is the same for all certificates. */
const WARNING_DAYS = 30;
const CRITICAL_DAYS = 14;

const CHECK_SSL_CERT = '/usr/lib/nagios/plugins/check_ssl_cert';

interface ProcessResult {
  code: number | null;
  /** Standard output and standard error. */
  text: string;
}

/** Runs a program. Kills it after `seconds`. */
function run(
  program: string,
  args: readonly string[],
  seconds: number,
  env: Record<string, string> = {},
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C.UTF-8', ...env },
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject).on('close', (code) => resolve({ code, text }));
  });
}

async function readVersion(program: string, args: readonly string[], pattern: RegExp): Promise<string> {
  const { text } = await run(program, args, 30);
  const [, version] = pattern.exec(stripVTControlCharacters(text)) ?? [];
  if (version === undefined) throw new Error(`${program} does not say which version it is: ${text.slice(0, 200)}`);
  return version;
}

export async function createCheckSslCert(): Promise<Comparator> {
  return {
    title: 'check_ssl_cert',
    version: await readVersion(CHECK_SSL_CERT, ['--version'], /version (\S+)/),
    check: async ({ scene, ca_file }) => {
      const where = ['-H', scene.host, '-p', String(scene.port), '--resolve', scene.address, '--do-not-resolve'];
      const limits = ['-w', String(WARNING_DAYS), '-c', String(CRITICAL_DAYS), '-t', '20'];
      // Certificates of private CAs are not in public logs, and their validity is not limited.
      const checks = [
        '-r',
        ca_file,
        '--ignore-sct',
        '--ignore-maximum-validity',
        ...(scene.starttls === undefined ? [] : ['-P', scene.starttls]),
      ];
      const args = [...where, ...limits, ...checks, ...(scene.options?.check_ssl_cert ?? [])];
      const { code, text } = await run(CHECK_SSL_CERT, args, 40);
      const [, words = ''] = /^SSL_CERT[ _]\w+(?: -)? (?:\S*: )?([^|\n]*)/m.exec(text) ?? [];
      return { alarm: code !== 0, words: words || 'no response' };
    },
  };
}

/** Starts one exporter for all situations, with a module for each, because anchors and server name are settings of a module. */
export async function startBlackboxExporter(directory: string, sets: readonly StartedScenario[]): Promise<Comparator> {
  const program = 'prometheus-blackbox-exporter';
  const modules = sets.map(({ entry, scene, ca_file }) => {
    const tls_config = { ca_file, server_name: scene.host };
    const starttls = { query_response: STARTTLS };
    const tcp = scene.starttls === undefined ? { tls: true, tls_config } : { tls_config, ...starttls };
    return [entry, { prober: 'tcp', timeout: '5s', tcp }];
  });
  const config = join(directory, 'blackbox.yml');
  writeFileSync(config, JSON.stringify({ modules: Object.fromEntries(modules) }));
  const port = await findFreePort();
  const listening = [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`];
  const daemon: Daemon = await startDaemon(program, listening, { ports: [port] });
  return {
    title: 'blackbox exporter',
    version: await readVersion(program, ['--version'], /version (\d[\d.]*)/),
    check: async ({ entry, scene }) => {
      const query = new URLSearchParams({ module: entry, target: formatHostPort(scene), debug: 'true' });
      const text = await (await fetch(`http://127.0.0.1:${port}/probe?${query}`)).text();
      const metric = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
      if (metric('probe_success') !== 1) {
        const [, why = 'probe_success 0'] = /err="((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
        return { alarm: true, words: why.replaceAll('\\"', '"') };
      }
      const left = (metric('probe_ssl_last_chain_expiry_timestamp_seconds') * 1000 - Date.now()) / 86_400_000;
      return {
        alarm: !(left >= WARNING_DAYS),
        words: left >= WARNING_DAYS ? '' : `the chain expires in ${Math.floor(left)} days`,
      };
    },
    close: () => daemon.stop(),
  };
}

/** The modules are from the exporter's example configuration. */
const STARTTLS = [
  { expect: '^220 ([^ ]+)(.*)$' },
  { send: 'EHLO prober\r' },
  { expect: '^250[- ]STARTTLS' },
  { send: 'STARTTLS\r' },
  { expect: '^220' },
  { starttls: true },
];

interface Finding {
  id: string;
  severity: string;
  finding: string;
}

/** Findings about the certificate itself, except for missing revocation URLs. */
const ABOUT_CERTIFICATE = /^(?:cert_(?!revocation|caIssuers)|intermediate_cert|scanProblem)/;
const SEVERE = ['MEDIUM', 'HIGH', 'CRITICAL', 'FATAL'];

export async function createTestssl(directory: string): Promise<Comparator> {
  return {
    title: 'testssl.sh',
    version: await readVersion('testssl', ['--version'], /version (\d[\d.]*)/),
    check: async ({ entry, scene, ca_file }) => {
      const json = join(directory, `${entry}.testssl.json`);
      const quiet = ['--quiet', '--color', '0', '--warnings', 'off', '--nodns', 'none', '--jsonfile', json];
      const bounded = ['--connect-timeout', '5', '--openssl-timeout', '5', '--add-ca', ca_file];
      const host = scene.host.includes(':') ? `[${scene.host}]` : scene.host;
      const where = ['--ip', scene.address, ...(scene.address.includes(':') ? ['-6'] : [])];
      const starttls = scene.starttls === undefined ? [] : ['--starttls', scene.starttls];
      const more = scene.options?.testssl ?? [];
      const args = ['-S', ...quiet, ...bounded, ...where, ...starttls, ...more, `${host}:${scene.port}`];
      // Its thresholds are environment variables.
      const env = { DAYS2WARN1: String(WARNING_DAYS), DAYS2WARN2: String(CRITICAL_DAYS) };
      const { code, text } = await run('testssl', args, 240, env);
      if (code === null) return { alarm: true, words: 'no response' };
      const found = parseFindings(json);
      if (found === null) return { alarm: true, words: text.trim().split('\n').at(-1) ?? '' };
      const grave = found.filter(({ id, severity }) => ABOUT_CERTIFICATE.test(id) && SEVERE.includes(severity));
      const hasResult = found.some(({ id }) => id.startsWith('cert_'));
      const words = grave.map(({ id, finding }) => `${id}: ${finding}`);
      if (!hasResult) return { alarm: true, words: words.join('; ') || 'no certificate was evaluated' };
      return { alarm: grave.length > 0, words: words.join('; ') };
    },
  };
}

/** Reads the findings of testssl.sh. Returns null if the file is missing or malformed. */
function parseFindings(json: string): Finding[] | null {
  try {
    return JSON.parse(readFileSync(json, 'utf8')) as Finding[];
  } catch {
    return null;
  }
}

export async function createOpenssl(): Promise<Comparator> {
  return {
    title: 'openssl s_client',
    version: await readVersion('openssl', ['version'], /OpenSSL (\S+)/),
    check: async ({ scene, ca_file }) => {
      const isAddress = isIP(scene.host) !== 0;
      const checked = isAddress
        ? ['-verify_ip', scene.host]
        : ['-verify_hostname', scene.host, '-servername', scene.host];
      const anchors = ['-CAfile', ca_file, '-no-CApath', '-no-CAstore', '-verify_return_error'];
      const starttls = scene.starttls === undefined ? [] : ['-starttls', scene.starttls];
      const args = [
        '-connect',
        formatHostPort(scene),
        ...checked,
        ...anchors,
        ...starttls,
        ...(scene.options?.openssl ?? []),
      ];
      const { code, text } = await run('openssl', ['s_client', ...args], 8);
      const [, why] = /verify error:num=\d+:(.*)/.exec(text) ?? [];
      const isRevoked = text.includes('Cert Status: revoked');
      const [pem] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text) ?? [];
      // The server's certificate is verified even if it requires a client certificate.
      const verified = text.includes('Verify return code: 0 (ok)');
      if (isRevoked) return { alarm: true, words: 'Cert Status: revoked' };
      if (why !== undefined || pem === undefined || !verified) {
        const [, broken] = /error:[0-9A-F]+:[^:]*:[^:]*:([^:\n]+)/.exec(text) ?? [];
        return { alarm: true, words: why ?? broken ?? (code === null ? 'no response' : 'cannot connect') };
      }
      const file = `${ca_file}.served`;
      writeFileSync(file, pem);
      const seconds = String(WARNING_DAYS * 86_400);
      const lasting = await run('openssl', ['x509', '-in', file, '-noout', '-checkend', seconds], 10);
      return lasting.code === 0
        ? { alarm: false, words: '' }
        : { alarm: true, words: `expires within ${WARNING_DAYS} days` };
    },
  };
}
