import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/parse-options.ts';

const parse = (line: string) => parseArguments(line.split(' '));

describe('short options', () => {
  it.each(['-V', '-v', '--version', 'scan -V', 'scan -v', 'scan shop -qv'])('%s prints the version', (line) => {
    expect(parse(line)).toEqual({ print: 'version' });
  });

  it.each(['-h', 'help', 'scan -h', 'help scan', 'scan -qh'])('%s prints help', (line) => {
    expect(parse(line)).toMatchObject({ print: 'help' });
  });

  it.each([
    ['scan -q -m a.yaml', { quiet: true, manifest: 'a.yaml' }],
    ['scan -qm a.yaml', { quiet: true, manifest: 'a.yaml' }],
    ['scan -ma.yaml', { quiet: false, manifest: 'a.yaml' }],
    ['validate -q', { quiet: true }],
    ['inspect -q shop.pem', { quiet: true, targets: ['shop.pem'] }],
  ])('%s', (line, options) => {
    expect(parse(line)).toMatchObject({ options });
  });

  it.each([
    ['scan -x', 'unknown option -x for scan'],
    ['scan -dry-run', 'unknown option -dry-run for scan'],
    ['scan -zzz', 'unknown option -z for scan'],
    ['scan -m', 'missing value for -m'],
    ['scan -q=yes', 'unknown option -= for scan'],
    ['scan -m a.yaml --manifest b.yaml', 'duplicate option --manifest'],
  ])('%s is an error', (line, message) => {
    expect(() => parse(line)).toThrow(message);
  });
});

it('suggests the option that a single hyphen meant', () => {
  expect(() => parse('scan -dry-run')).toThrow(expect.objectContaining({ hint: 'Did you mean --dry-run?' }));
});

describe('the names of scan', () => {
  it.each([
    ['scan', []],
    ['scan shop', ['shop']],
    ['scan shop mail-* --only web', ['shop', 'mail-*', 'web']],
  ])('%s covers %j', (line, only) => {
    expect(parse(line)).toMatchObject({ options: { only } });
  });
});
