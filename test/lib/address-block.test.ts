import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listAddresses, normalizeAddress, parseAddressBlock } from '../../src/lib/network/address-block.ts';

const list = (text: string) => {
  const block = parseAddressBlock(text);
  return block === null ? null : [...listAddresses(block)];
};

describe('a CIDR block', () => {
  it.each([
    ['10.20.0.0/30', ['10.20.0.1', '10.20.0.2']],
    ['10.20.0.7/29', ['10.20.0.1', '10.20.0.2', '10.20.0.3', '10.20.0.4', '10.20.0.5', '10.20.0.6']],
    ['192.0.2.254/31', ['192.0.2.254', '192.0.2.255']],
    ['192.0.2.7/32', ['192.0.2.7']],
    ['192.0.2.7', ['192.0.2.7']],
    ['255.255.255.252/30', ['255.255.255.253', '255.255.255.254']],
    ['fd00::fffe/127', ['fd00::fffe', 'fd00::ffff']],
    ['FD00:0:0::1', ['fd00::1']],
    ['::ffff:192.0.2.1/128', ['::ffff:c000:201']],
  ])('%s has the hosts %j', (text, addresses) => {
    expect(list(text)).toEqual(addresses);
  });

  it.each([
    '',
    '10.20.0.0/33',
    'fd00::/129',
    '10.20.0/24',
    '10.20.0.0/',
    '10.20.0.0/-1',
    'example.com',
    'fe80::1%eth0',
    '1',
  ])('is not %j', (text) => {
    expect(parseAddressBlock(text)).toBeNull();
  });

  it('lists distinct addresses in the block, as many as its size', () => {
    const block = fc.oneof(
      fc.tuple(fc.ipV4(), fc.integer({ min: 22, max: 32 })),
      fc.tuple(fc.ipV6(), fc.integer({ min: 119, max: 128 })),
    );
    fc.assert(
      fc.property(block, ([address, prefix]) => {
        const parsed = parseAddressBlock(`${address}/${prefix}`);
        if (parsed === null) throw new Error(`${address}/${prefix} is a block`);
        const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
        const members = new BlockList();
        members.addSubnet(address, prefix, family);
        const addresses = [...listAddresses(parsed)];
        expect(addresses.every((one) => members.check(one, family) && normalizeAddress(one) === one)).toBe(true);
        expect(new Set(addresses).size).toBe(parsed.size);
      }),
      { numRuns: 30 },
    );
  });
});
