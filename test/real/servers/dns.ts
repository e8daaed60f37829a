/** Configurations of the DNS servers of Debian: bind9 has the zones, and unbound asks it. */

/** Formats the configuration of bind9 for zones, each a statement. `options` are further options. */
export function formatNamedConfig(
  directory: string,
  { port, options, zones }: { port: number; options: readonly string[]; zones: readonly string[] },
): string {
  return `options {
  directory "${directory}";
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  pid-file "${directory}/named.pid";
  session-keyfile "${directory}/session.key";
  dnssec-validation no;
${options.map((option) => `  ${option}\n`).join('')}};
controls { };
${zones.join('\n')}
`;
}

/** A zone whose servers unbound does not have to look up. */
export interface Stub {
  name: string;
  /** The port of its server on 127.0.0.1. */
  port: number;
}

/** Formats the configuration of unbound, which listens on these ports of 127.0.0.1. `lines` are further lines of its server. */
export function formatUnboundConfig(
  directory: string,
  { ports, lines, stubs = [] }: { ports: readonly number[]; lines: readonly string[]; stubs?: readonly Stub[] },
): string {
  const formatStub = ({ name, port }: Stub) =>
    `stub-zone:\n  name: "${name}"\n  stub-addr: 127.0.0.1@${port}\n  stub-prime: no\n`;
  return `server:
${ports.map((port) => `  interface: 127.0.0.1@${port}\n`).join('')}\
  username: ""
  chroot: ""
  directory: "${directory}"
  pidfile: "${directory}/unbound.pid"
  use-syslog: no
  do-daemonize: no
${lines.map((line) => `  ${line}\n`).join('')}\
${stubs.map(formatStub).join('')}\
remote-control:
  control-enable: no
`;
}
