/** Reads the data of the page, and the details of a certificate from their block when they are needed. */

import type { DashboardData, Details, DetailsBlock } from './data.ts';
import { unpackDetails } from './model/unpack.ts';

/** Reads an element. Rejects if the element is missing or damaged, or if the browser cannot decompress it. */
async function readElement<T>(id: string): Promise<T> {
  const text = atob(document.getElementById(id)?.textContent ?? '');
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).json();
}

export function readData(): Promise<DashboardData> {
  return readElement('data');
}

/** Creates a reader of the details of a certificate by its number. The blocks follow the script, so they may not be loaded yet. */
export function createDetailsReader({ block_size }: DashboardData): (index: number) => Promise<Details> {
  const blocks = new Map<number, Promise<DetailsBlock>>();
  return async (index) => {
    const number = Math.floor(index / block_size);
    const block = blocks.get(number) ?? readBlock(number);
    blocks.set(number, block);
    return unpackDetails(await block, index % block_size);
  };
}

async function readBlock(number: number): Promise<DetailsBlock> {
  if (document.readyState === 'loading') {
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
  }
  return readElement(`details-${number}`);
}
