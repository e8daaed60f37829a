/** Runs mutated inputs, and nested ones, through every decoder, and the certificates in them through every reader. */

import { listFileLocations } from '../../src/certificate/decode-file.ts';
import type { GroupedSlot } from '../../src/certificate/group-slots.ts';
import { readDetails } from '../../src/certificate/x509/details.ts';
import type { Parsed } from '../../src/certificate/x509/parse.ts';
import { readPathFields } from '../../src/certificate/x509/path-fields.ts';
import { readPolicyFields } from '../../src/certificate/x509/policy-fields.ts';
import { type Input, listFuzzInputs } from './inputs.ts';
import { createDraw, type Draw, mutate, pick } from './mutate.ts';
import { nest, PASSWORD } from './nest.ts';

export interface FuzzResult {
  inputs: number;
  /** The number of inputs that were read at least in part. */
  read: number;
  /** The slowest input, and its milliseconds of CPU time. */
  slowest: { milliseconds: number; seed: number; name: string; hex: string };
  /** The number of failures by code. */
  codes: Record<string, number>;
}

/** Thrown if decoding an input violates an invariant. Its seed reproduces it. */
class BrokenError extends Error {}

/**
 * Decodes `count` inputs, created from the seeds `first` and following, half of them of nested encodings. Calls `onDone` after every 1,000. Throws Broken for the
 * first input that crashes a decoder, or is neither read nor reported.
 */
export async function fuzz(first: number, count: number, onDone?: (done: number) => void): Promise<FuzzResult> {
  const inputs = listFuzzInputs();
  const fuzzed: FuzzResult = {
    inputs: count,
    read: 0,
    slowest: { milliseconds: 0, seed: first, name: '', hex: '' },
    codes: {},
  };
  for (let seed = first; seed < first + count; seed += 1) {
    const { name, bytes, password } = createInput(inputs, createDraw(seed));
    const began = process.cpuUsage();
    const listed = async () => {
      const locations = await listFileLocations('a', { bytes, password });
      for (const { items } of locations) items.forEach(readEverything);
      return locations;
    };
    const found = await listed().catch((error: Error) => {
      throw new BrokenError(`seed ${seed} (${name}): ${error.stack}\n${bytes.toString('hex')}`);
    });
    const milliseconds = millisecondsSince(began);
    if (milliseconds > fuzzed.slowest.milliseconds) {
      fuzzed.slowest = { milliseconds, seed, name, hex: bytes.toString('hex') };
    }
    const problem = findProblem(found);
    if (problem !== null) throw new BrokenError(`seed ${seed} (${name}): ${problem}\n${bytes.toString('hex')}`);
    tally(fuzzed, found);
    if ((seed - first + 1) % 1000 === 0) onDone?.(seed - first + 1);
  }
  return fuzzed;
}

/** What path validation, policies and `inspect` read of a certificate. */
function readEverything(parsed: Parsed): void {
  if (parsed.kind !== 'certificate') return;
  readDetails(parsed);
  // Without these fields, neither its trust nor its policies would be evaluated.
  if (readPathFields(parsed) === null) throw new Error('a certificate without fields for path validation');
  if (readPolicyFields(parsed.der, ['key_sha256', 'key_ids', 'key_weaknesses']) === null)
    throw new Error('a certificate without fields for policies');
}

/** Every other input is of nested encodings, the others are mutations of complete files. */
function createInput(inputs: readonly Input[], draw: Draw): Input {
  if (draw(2) === 0) return { ...nest(draw), password: PASSWORD };
  const input = pick(inputs, draw);
  return { ...input, bytes: mutate(input.bytes, pick(inputs, draw).bytes, draw) };
}

/** CPU time, which does not depend on the load of the machine. */
function millisecondsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

function tally(fuzzed: FuzzResult, found: readonly GroupedSlot[]): void {
  if (found.some(({ items }) => items.length > 0)) fuzzed.read += 1;
  for (const { failure } of found)
    if (failure !== null) fuzzed.codes[failure.code] = (fuzzed.codes[failure.code] ?? 0) + 1;
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** Each location has a certificate with an expiry, or a failure with a sentence. No two locations have the same name. */
function findProblem(found: readonly GroupedSlot[]): string | null {
  if (found.length === 0) return 'neither a certificate nor a failure';
  for (const { location, items, failure } of found) {
    if ((items.length === 0) === (failure === null)) return `${location} is neither read nor failed, or both`;
    if (items.some(({ facts }) => !TIME.test(facts.valid_to))) return `${location} has a malformed expiry`;
    if (failure?.code === 'internal-error') return failure.detail;
    if (failure !== null && !failure.detail.endsWith('.')) return `${location} has a failure without a sentence`;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: locations are shown in tables and logs.
    if (/[\u0000-\u001f]/.test(location)) return `${JSON.stringify(location)} has control characters`;
  }
  const locations = new Set(found.map(({ location, failure }) => `${location}\n${failure === null}`));
  return locations.size === found.length ? null : 'two locations have the same name';
}
