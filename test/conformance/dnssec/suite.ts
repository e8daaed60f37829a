/** What DNSSEC says about the TLSA and CAA records of hosts, with Postfix, and with the resolvers that validate. */

import { fileURLToPath } from 'node:url';
import { DEFAULT_NETWORK_RULES } from '../../../src/lib/network/access.ts';
import { openDnsClient } from '../../../src/scan/dns/index.ts';
import { runProgram } from '../../real/harness.ts';
import { createSimulatedClient } from '../simulated-resolver.ts';
import type { Oracle, Suite } from '../suite.ts';
import { answerCase, FAILED, formatCaaAnswer, formatCaaName } from './answer.ts';
import { cases, type DnssecCase, isMailCase } from './cases.ts';
import { prepareCertificates } from './certificates.ts';
import { startMailServer } from './mail-server.ts';
import { formatHost, listRecords } from './names.ts';
import { createAskPostfix } from './postfix.ts';
import { startDnsServers } from './servers.ts';
import { simulateZones } from './simulate.ts';

const SCRIPT = fileURLToPath(new URL('climb.py', import.meta.url));
const PARALLEL = 4;

/** One case at a time is simulated, so that its names need no other label. */
const SIMULATED = { label: 'c', port: 25 };

/** Finds the first version such as `1.22.0` in the output of a program. */
async function readVersion(program: string, args: readonly string[]): Promise<string> {
  const output = (await runProgram(program, args)).toString();
  return /\d+\.\d+(?:\.\d+)?/.exec(output)?.[0] ?? '';
}

export const DNSSEC: Suite<DnssecCase> = {
  room: 'dnssec',
  drawn:
    'hosts of mail servers and their aliases in zones that are signed with NSEC, NSEC3 and opt-out, unsigned, bogus, expired or dead, with TLSA records there or behind an alias or wildcard, or with an empty answer, and CAA records',
  programs: [
    ...['named', 'dnssec-keygen', 'dnssec-signzone', 'dnssec-dsfromkey', 'unbound', 'posttls-finger', 'postconf'],
    '/usr/bin/python3',
  ],
  batch: 60,
  cases,
  answer: async (one) => {
    const published = { certificates: await prepareCertificates(), port: SIMULATED.port };
    const client = createSimulatedClient(simulateZones(one, SIMULATED.label, published));
    return answerCase(one, SIMULATED.label, published, client);
  },
  open: async (programs, directory) => {
    const [
      named = '',
      keygen = '',
      signzone = '',
      dsfromkey = '',
      unbound = '',
      finger = '',
      postconf = '',
      python = '',
    ] = programs;
    const certificates = await prepareCertificates();
    const [unboundVersion, bindVersion, postfixVersion] = await Promise.all([
      readVersion(unbound, ['-V']),
      readVersion(named, ['-v']),
      readVersion(postconf, ['-h', 'mail_version']),
    ]);
    const dns = await startDnsServers({ named, keygen, signzone, dsfromkey, unbound }, directory);
    const mail = await startMailServer(certificates);
    const published = { certificates, port: mail.port };
    const askPostfix = createAskPostfix(finger, dns.glibc, directory);
    const openClient = (address: string) =>
      openDnsClient(
        { now: Date.now, env: {} },
        {
          ...{ root: directory, timeout_seconds: 20, concurrency: 10 },
          network: { deny: [], allow: [], dns_servers: [address], trust_ad: true, proxy: DEFAULT_NETWORK_RULES.proxy },
        },
      );

    let count = 0;
    let current: { cases: readonly DnssecCase[]; labels: Promise<string[]> } | null = null;
    /** Publishes the cases once for all oracles. Returns their labels. */
    const publish = (asked: readonly DnssecCase[]): Promise<string[]> => {
      if (current?.cases === asked) return current.labels;
      const labels = asked.map((one) => {
        count += 1;
        if (isMailCase(one)) mail.chains.set(`c${count}`, one.sent);
        return `c${count}`;
      });
      const records = asked.flatMap((one, at) => listRecords(one, labels[at] ?? '', published));
      current = { cases: asked, labels: dns.publish(records).then(() => labels) };
      return current.labels;
    };
    const askAll = async (
      asked: readonly DnssecCase[],
      askOne: (one: DnssecCase, label: string) => Promise<string | null>,
    ) => {
      const labels = await publish(asked);
      const answers: (string | null)[] = [];
      for (let at = 0; at < asked.length; at += PARALLEL) {
        const some = asked.slice(at, at + PARALLEL);
        answers.push(...(await Promise.all(some.map((one, more) => askOne(one, labels[at + more] ?? '')))));
      }
      return answers;
    };
    const createResolverOracle = (name: string, address: string): Oracle<DnssecCase> => ({
      name,
      ask: async (asked) => {
        const client = openClient(address);
        try {
          return await askAll(asked, (one, label) => answerCase(one, label, published, client));
        } finally {
          await client.close();
        }
      },
    });
    const postfix: Oracle<DnssecCase> = {
      name: `Postfix ${postfixVersion}`,
      ask: (asked) =>
        askAll(asked, async (one, label) =>
          isMailCase(one) ? askPostfix(formatHost(one, label, 0), mail.port) : null,
        ),
    };
    const climb: Oracle<DnssecCase> = {
      name: 'RFC 8659 with dnspython',
      ask: async (asked) => {
        const labels = await publish(asked);
        const names = asked.map((one, at) => (isMailCase(one) ? null : formatCaaName(one, labels[at] ?? '')));
        const [address, port] = dns.unbound.split(':');
        const input = JSON.stringify({
          resolver: { address, port: Number(port) },
          names: names.filter((name) => name !== null),
        });
        const found: (string | null | false)[] = JSON.parse((await runProgram(python, [SCRIPT], { input })).toString());
        return names.map((name, at) => {
          const domain = name === null ? undefined : found.shift();
          if (domain === undefined) return null;
          return domain === false ? FAILED : formatCaaAnswer(domain, labels[at] ?? '');
        });
      },
    };
    const oracles = [
      ...[
        postfix,
        createResolverOracle(`unbound ${unboundVersion}`, dns.unbound),
        createResolverOracle(`BIND ${bindVersion}`, dns.bind),
      ],
      climb,
    ];
    const close = async () => {
      await mail.close();
      await dns.close();
    };
    return { oracles, close };
  },
  differences: [],
};
