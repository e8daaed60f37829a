/** Serves signed zones with bind9, and validates them with unbound and bind9, on loopback. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Daemon, findFreePort, runProgram, startDaemon } from '../../real/harness.ts';
import { formatNamedConfig, formatUnboundConfig } from '../../real/servers/dns.ts';
import { ZONES, type Zone } from './cases.ts';
import { CAA, formatZone, WITH_CAA, type ZoneRecord } from './names.ts';

export interface Programs {
  named: string;
  keygen: string;
  signzone: string;
  dsfromkey: string;
  unbound: string;
}

export interface DnsServers {
  /** Replaces the records of all zones. */
  publish: (records: readonly ZoneRecord[]) => Promise<void>;
  /** `address:port` of each resolver. */
  unbound: string;
  bind: string;
  /** The address of unbound on port 53: the resolver of glibc knows no other port. */
  glibc: string;
  close: () => Promise<void>;
}

const SIGNED: readonly Zone[] = ['secure', 'nsec3', 'optout', 'bogus', 'expired'];

const OPTIONS: Partial<Record<Zone, string[]>> = {
  nsec3: ['-3', '-'],
  optout: ['-3', '-', '-A'],
  expired: ['-s', '20200101000000', '-e', '20200201000000'],
};

const APEX = '$TTL 300\n@ SOA ns. root. 1 3600 600 86400 300\n@ NS ns.\n';

/** Starts all servers. */
export async function startDnsServers(programs: Programs, directory: string): Promise<DnsServers> {
  const zones = join(directory, 'zones');
  mkdirSync(zones);
  const [authority, unbound, bind] = [await findFreePort(), await findFreePort(), await findFreePort()];
  const run = async (program: string, args: readonly string[]) =>
    (await runProgram(program, args, { cwd: zones })).toString().trim();
  const createKey = (name: string) => run(programs.keygen, ['-q', '-a', 'ECDSAP256SHA256', '-f', 'KSK', name]);
  const [rootKey, foreignKey, ...keys] = await Promise.all([
    ...[createKey('.'), createKey(formatZone('bogus'))],
    ...SIGNED.map((zone) => createKey(formatZone(zone))),
  ]);
  const signZone = async (name: string, file: string, key: string, options: readonly string[] = []) => {
    const args = ['-P', '-z', ...options, '-o', name, '-f', `${file}.signed`, file, key];
    await run(programs.signzone, args);
  };
  const delegations = await Promise.all(
    SIGNED.map((zone, at) => run(programs.dsfromkey, ['-2', `${zone === 'bogus' ? foreignKey : keys[at]}.key`])),
  );
  const children = ZONES.filter((zone) => zone !== 'unsigned').map((zone) => `${formatZone(zone)}. NS ns.\n`);
  writeFileSync(
    join(zones, 'root'),
    `${APEX}ns. A 127.0.0.1\n${children.join('')}${delegations.join('\n')}\n$INCLUDE ${rootKey}.key\n`,
  );
  await signZone('.', 'root', rootKey ?? '');

  const writeZones = (records: readonly ZoneRecord[]) =>
    Promise.all(
      ZONES.filter((zone) => zone !== 'dead').map(async (zone) => {
        const own = records.filter((record) => record.zone === zone);
        const key = keys[SIGNED.indexOf(zone)];
        const lines = [
          ...(WITH_CAA.includes(zone) ? [`@ CAA ${CAA}`] : []),
          ...(zone === 'optout' ? ['unsigned NS ns.'] : []),
          ...own.map(({ name, type, data }) => `${name}. ${type} ${data}`),
          ...(key === undefined ? [] : [`$INCLUDE ${key}.key`]),
        ];
        writeFileSync(join(zones, zone), `$ORIGIN ${formatZone(zone)}.\n${APEX}${lines.join('\n')}\n`);
        if (key !== undefined) await signZone(formatZone(zone), zone, key, OPTIONS[zone]);
      }),
    );

  const listZone = (name: string, file: string) => `zone "${name}" { type primary; file "${file}"; };`;
  writeFileSync(
    join(directory, 'named.conf'),
    formatNamedConfig(zones, {
      port: authority,
      options: ['recursion no;', 'minimal-responses yes;'],
      zones: [
        listZone('.', 'root.signed'),
        // The file of the dead zone does not exist.
        ...ZONES.map((zone) => listZone(formatZone(zone), SIGNED.includes(zone) ? `${zone}.signed` : zone)),
      ],
    }),
  );
  const startAuthority = () =>
    startDaemon(programs.named, ['-g', '-n', '1', '-c', join(directory, 'named.conf')], {
      cwd: directory,
      ports: [authority],
    });

  const anchor = (readFileSync(join(zones, `${rootKey}.key`), 'utf8').match(/^[^;].*DNSKEY.*$/m)?.[0] ?? '').split(
    /\s+/,
  );
  const [flags, protocol, algorithm, ...key] = anchor.slice(anchor.indexOf('DNSKEY') + 1);
  const glibc = `127.53.${unbound >> 8}.${unbound & 0xff}`;
  writeFileSync(
    join(directory, 'unbound.conf'),
    formatUnboundConfig(directory, {
      ports: [unbound],
      lines: [
        ...[`interface: ${glibc}@53`, 'access-control: 127.0.0.0/8 allow', 'num-threads: 1'],
        ...['do-not-query-localhost: no', 'module-config: "validator iterator"'],
        // Later cases have names that denials of earlier ones cover.
        ...['aggressive-nsec: no', 'local-zone: "test." nodefault'],
        `trust-anchor: ". DNSKEY ${flags} ${protocol} ${algorithm} ${key.join('')}"`,
      ],
      stubs: ['.', ...ZONES.map(formatZone)].map((name) => ({ name, port: authority })),
    }),
  );
  mkdirSync(join(directory, 'bind'));
  writeFileSync(
    join(directory, 'bind/named.conf'),
    formatNamedConfig(join(directory, 'bind'), {
      port: bind,
      options: [
        'synth-from-dnssec no;',
        'empty-zones-enable no;',
        `forwarders port ${authority} { 127.0.0.1; };`,
        'forward only;',
      ],
      zones: [`trust-anchors { . static-key ${flags} ${protocol} ${algorithm} "${key.join('')}"; };`],
    }).replace('dnssec-validation no', 'dnssec-validation yes'),
  );
  await writeZones([]);
  const daemons = [
    await startDaemon(programs.unbound, ['-d', '-c', join(directory, 'unbound.conf')], { ports: [unbound] }),
    await startDaemon(programs.named, ['-g', '-n', '1', '-c', join(directory, 'bind/named.conf')], {
      ...{ cwd: directory, ports: [bind] },
    }),
  ];
  let running: Daemon = await startAuthority();
  return {
    publish: async (records) => {
      await Promise.all([writeZones(records), running.stop()]);
      running = await startAuthority();
    },
    unbound: `127.0.0.1:${unbound}`,
    bind: `127.0.0.1:${bind}`,
    glibc,
    close: async () => {
      await Promise.all([running, ...daemons].map((daemon) => daemon.stop()));
    },
  };
}
