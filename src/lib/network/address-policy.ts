/** Decides which addresses may be connected to. */

import { BlockList } from 'node:net';
import { listAliasedAddresses } from './addresses.ts';

/**
 * Link-local addresses and the metadata services of clouds, which have credentials of the machine. A manifest must not be able to
 * send requests there.
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
 * `allow` overrides `deny`; other addresses are permitted. For an address that embeds others, such as NAT64, the embedded
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

/** For untrusted URLs: non-public addresses are only permitted if `allow` contains them. */
export function createPublicAddressPolicy({ deny, allow }: AddressRules): AddressPolicy {
  return createAddressPolicy({ deny: [...NON_PUBLIC, ...deny], allow });
}

/** `texts` are valid CIDR blocks or addresses. */
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

/** Of a valid address. Node compiles a long regular expression to find out whether an address is valid. */
function getFamily(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}
