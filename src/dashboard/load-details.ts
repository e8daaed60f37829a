/**
 * Loads the details of a certificate. They are in blocks: elements of the page after the script, or files next to it. A browser
 * does not let a page on a disk fetch a file, but it runs a script.
 */

import type { DashboardData, Details, DetailsBlock } from './data.ts';
import { unpackDetails } from './model/unpack.ts';

const NO_DETAILS: DetailsBlock = { shared: [], items: [] };
const RECEIVER = 'certvigilDetails';

/** The returned function resolves to an empty record if a file cannot be loaded. */
export function createDetailsLoader({ block_size, has_files }: DashboardData): (index: number) => Promise<Details> {
  const blocks = new Map<number, Promise<DetailsBlock>>();
  const received = new Map<number, DetailsBlock>();
  Reflect.set(globalThis, RECEIVER, (block: number, details: DetailsBlock) => received.set(block, details));
  return async (index) => {
    const number = Math.floor(index / block_size);
    const block = blocks.get(number) ?? (has_files ? runFile(number, received) : readElement(number));
    blocks.set(number, block);
    return unpackDetails(await block, index % block_size);
  };
}

async function readElement(number: number): Promise<DetailsBlock> {
  if (document.readyState === 'loading') {
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
  }
  return JSON.parse(document.getElementById(`details-${number}`)?.textContent ?? JSON.stringify(NO_DETAILS));
}

function runFile(number: number, received: ReadonlyMap<number, DetailsBlock>): Promise<DetailsBlock> {
  return new Promise((resolve) => {
    const script = document.createElement('script');
    const finish = () => resolve(received.get(number) ?? NO_DETAILS);
    script.addEventListener('load', finish);
    script.addEventListener('error', finish);
    script.src = `details/${number}.js`;
    document.head.append(script);
  });
}
