/** `certvigil discover --network`: the options of a search in networks, its progress, and its interruption. */

import { countConnections, searchNetworks } from '../../app/discover/search-networks.ts';
import type { Manifest } from '../../domain/index.ts';
import type { Discovery } from '../../generated/discovery.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { AppError, createUsageError } from '../../lib/app-error.ts';
import { isUntrustedCheckout } from '../../lib/files/workspace-boundary.ts';
import { ERASE_LINE, type Io } from '../../lib/io.ts';
import { type AddressBlock, parseAddressBlock } from '../../lib/network/address-block.ts';
import { getInterruption } from '../../lib/process/interruption.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { formatCount, formatNumber } from '../../report/format/labels.ts';
import { MAX_RATE } from '../../scan/network/search-servers.ts';
import type { CommandOptions } from '../command-specs.ts';

type Options = Pick<CommandOptions<'discover'>, 'network' | 'ports' | 'probe' | 'quiet'>;

/** The limit is an IPv4 /16, or 65,536 addresses of IPv6. */
const MAX_ADDRESSES = 65_536;
const MAX_PORTS = 32;

interface NetworkRun {
  discovery: Discovery;
  /** The reason why the search is not complete; null: it is. The error is thrown after the result is shown. */
  incomplete: AppError | null;
}

/** Throws AppError for networks that are too large, and in a workflow that runs for a pull request. */
export async function runNetworkSearch(
  options: Options,
  context: { manifest: Manifest | null; log: EventLog | null; now: number },
  io: Io,
): Promise<NetworkRun> {
  const networks = parseNetworks(options.network);
  const ports = parsePorts(options.ports ?? '443,8443,636');
  if (isUntrustedCheckout(io.env))
    throw new AppError('network-search-refused', 'networks are not searched in workflows for pull requests', {
      hint: 'Run it on a schedule or by hand: whoever opens a pull request must not choose where a runner connects to.',
      exitCode: 2,
    });
  const total = countConnections({ networks, ports });
  if (!options.quiet) io.stderr(`${describeSearch(networks, total)}\n`);
  const onProgress = createSearchProgress(total, options.quiet, io);
  return io.deferExit(async (interrupted) => {
    const { discovery, unreachable, unanswered } = await searchNetworks(
      { ...context, networks, ports, probe: options.probe, interrupted, onProgress },
      io,
    );
    const incomplete =
      createInterruption(interrupted, discovery) ?? createRouteError(unreachable) ?? createLookupError(unanswered);
    return { discovery, incomplete };
  });
}

function parseNetworks(texts: readonly string[]): AddressBlock[] {
  const blocks = texts.flatMap((text) => text.split(/[\s,]+/)).map(parseNetwork);
  const size = blocks.reduce((sum, block) => sum + block.size, 0);
  if (size > MAX_ADDRESSES)
    throw createUsageError(
      `these networks have ${formatNumber(size)} addresses`,
      `Search at most ${formatNumber(MAX_ADDRESSES)} at once: a /16, or a /112 of IPv6.`,
    );
  return blocks;
}

function parseNetwork(text: string): AddressBlock {
  const block = parseAddressBlock(text);
  if (block !== null) return block;
  throw createUsageError(
    `invalid network "${text}"`,
    'Use an address or a CIDR block, such as 10.20.0.0/24 or fd00::/120.',
  );
}

function parsePorts(text: string): number[] {
  const ports = text.split(/[\s,]+/).map((part) => (/^\d{1,5}$/.test(part) ? Number(part) : 0));
  if (ports.some((port) => port < 1 || port > 65_535))
    throw createUsageError(`invalid ports "${text}"`, 'Use numbers separated by commas, such as 443,8443,636.');
  if (ports.length > MAX_PORTS)
    throw createUsageError(`${ports.length} ports are too many`, `Search at most ${MAX_PORTS} ports at once.`);
  return [...new Set(ports)];
}

function describeSearch(networks: readonly AddressBlock[], connections: number): string {
  const addresses = networks.reduce((sum, { size }) => sum + size, 0);
  const time = formatDuration(connections / MAX_RATE);
  return `Searching ${formatCount(addresses, 'address', 'addresses')} with ${formatCount(connections, 'connection')}, which takes about ${time}.`;
}

function formatDuration(seconds: number): string {
  return seconds < 90 ? `${Math.max(1, Math.ceil(seconds))} s` : `${Math.ceil(seconds / 60)} min`;
}

/** Creates a progress line on standard error, only on a terminal. */
function createSearchProgress(total: number, quiet: boolean, io: Io): (made: number, found: number) => void {
  if (quiet || !io.isTTY.stderr) return () => {};
  let printedAt = 0;
  return (made, found) => {
    const now = io.now();
    if (made < total && now - printedAt < 200) return;
    printedAt = now;
    const left = formatDuration((total - made) / MAX_RATE);
    const line = `${formatNumber(made)} of ${formatNumber(total)} connections, ${formatCount(found, 'TLS server')}, about ${left} left`;
    io.stderr(ERASE_LINE + (made < total ? line : ''));
  };
}

/** Creates the error for networks none of whose addresses could be reached, which look like networks without servers. */
function createRouteError(networks: readonly string[]): AppError | null {
  if (networks.length === 0) return null;
  return new AppError(
    'network-search-unreachable',
    `no address in ${networks.join(', ')} can be reached from this machine`,
    {
      hint: 'Either it has no route to them, or no host has these addresses. Check its routes, VPN and firewall, or search on a machine in the network, such as that of a probe.',
      exitCode: 3,
    },
  );
}

/** Creates the error for names in the manifest for which DNS failed, so that their servers may seem unwatched. */
function createLookupError(names: readonly string[]): AppError | null {
  if (names.length === 0) return null;
  return new AppError(
    'network-search-dns-failed',
    `the DNS servers of this machine failed for ${truncateList(names, 5)}, so servers above may be watched already`,
    { hint: 'Nothing was written. Check the DNS servers, and run it again.', exitCode: 3 },
  );
}

function createInterruption(signal: AbortSignal, { network }: Discovery): AppError | null {
  const interruption = getInterruption(signal);
  if (interruption === null || network === undefined) return null;
  const { made, connections } = network;
  const message = `${interruption.signal} interrupted the search after ${formatNumber(made)} of ${formatNumber(connections)} connections`;
  return new AppError('interrupted', message, {
    hint: 'What was found until then is shown above. Run it again to search the rest.',
    exitCode: interruption.exitCode,
  });
}
