/** Decides which addresses may be connected to. */

import { BlockList, isIP } from 'node:net';
import { parseIpv6 } from '../host-port.ts';

/**
 * Link-local addresses and the metadata services of clouds, which have credentials of the machine. A manifest must not be able to send
 * requests to them.
 */
const ALWAYS_DENIED = [
  '169.254.0.0/16',
  'fe80::/10',
  // Amazon, Google, Alibaba, Oracle, Azure.
  'fd00:ec2::254',
  'fd20:ce::254',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
];

/** CIDR blocks or single addresses. */
interface AddressRules {
  deny: readonly string[];
  allow: readonly string[];
}

/** Whether an address may be connected to. */
export type AddressPolicy = (address: string) => boolean;

/**
 * Creates a policy. `allow` overrides `deny`; other addresses are permitted. For an address that embeds others, such as NAT64, the embedded
 * addresses decide.
 */
export function createAddressPolicy({ deny, allow }: AddressRules): AddressPolicy {
  const denied = createBlockList([...ALWAYS_DENIED, ...deny]);
  const allowed = createBlockList(allow);
  const permits = (address: string): boolean => {
    const family = getFamily(address);
    const bare = address.replace(/%.*/, '');
    if (allowed.check(bare, family)) return true;
    if (denied.check(bare, family)) return false;
    return listAliasedAddresses(bare).every(permits);
  };
  return permits;
}

/**
 * Special-purpose addresses (RFC 6890): this machine, private networks, and IPv6 ranges that embed IPv4 addresses.
 */
const NON_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
  'fc00::/7',
  'fec0::/10',
  'ff00::/8',
];

/** Creates the policy for untrusted URLs: non-public addresses are only permitted if `allow` contains them. */
export function createPublicAddressPolicy({ deny, allow }: AddressRules): AddressPolicy {
  return createAddressPolicy({ deny: [...NON_PUBLIC, ...deny], allow });
}

/** Creates a list. `texts` are valid CIDR blocks or addresses. */
function createBlockList(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const [address = '', prefix] = text.split('/');
    const family = getFamily(address);
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/** Returns the family of a valid address. */
function getFamily(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

interface Embedding {
  /** The first bytes in hex. */
  prefix: RegExp;
  /** The offsets of the IPv4 addresses. */
  at: number[];
  /** Whether the bits of the last one are inverted. */
  isInverted?: true;
}

/** Addresses that embed an IPv4 address, which a translator or tunnel connects to. */
const EMBEDDINGS: readonly Embedding[] = [
  // IPv4-mapped and IPv4-compatible (RFC 4291 section 2.5.5), and IPv4-translated (RFC 2765 section 2.1).
  { prefix: /^0{20}ffff/, at: [12] },
  { prefix: /^0{24}/, at: [12] },
  { prefix: /^0{16}ffff0000/, at: [12] },
  // NAT64 (RFC 6052 section 2.1 and RFC 8215).
  { prefix: /^0064ff9b0{16}/, at: [12] },
  { prefix: /^0064ff9b0001/, at: [12] },
  // 6to4 (RFC 3056 section 2).
  { prefix: /^2002/, at: [2] },
  // Teredo: the server and the client (RFC 4380 section 4).
  { prefix: /^20010000/, at: [4, 12], isInverted: true },
  // ISATAP (RFC 5214 section 6.1).
  { prefix: /^.{16}0[02]005efe/, at: [12] },
];

/** Lists other addresses that a connection to this address may reach. */
function listAliasedAddresses(address: string): string[] {
  const family = isIP(address);
  // 0.0.0.0 connects to this machine.
  if (family === 4) return address === '0.0.0.0' ? ['127.0.0.1'] : [];
  if (family === 0) return [];
  const bytes = parseIpv6(address);
  const hex = bytes.toString('hex');
  if (/^0+[01]$/.test(hex)) return hex.endsWith('1') ? [] : ['::1'];
  return EMBEDDINGS.filter(({ prefix }) => prefix.test(hex)).flatMap(({ at, isInverted }) =>
    at.map((offset, index) => {
      const part = bytes.subarray(offset, offset + 4);
      return (isInverted && index === at.length - 1 ? part.map((byte) => byte ^ 0xff) : part).join('.');
    }),
  );
}
