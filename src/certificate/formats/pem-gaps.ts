/** Finds blocks of PEM that are not read because their first or last line is damaged: programs take them for text around other blocks. */

import { classifyLabel, createLineCounter, type PemBlock } from './pem-blocks.ts';

/** A part of a text outside of its blocks, with its offset. */
export interface PemGap {
  text: string;
  start: number;
  /** Whether it follows the first line of a block that has no last one, such as a private key that is cut off. */
  isOpen: boolean;
}

/** The kinds of blocks whose own failure explains that they are cut off. */
const EXPIRING: ReadonlySet<string> = new Set(['certificate', 'pkcs7', 'crl'] satisfies ReturnType<
  typeof classifyLabel
>[]);

/** Lists the text around the blocks. What follows the first line of a certificate that is cut off is no gap: its failure explains it. */
export function listGaps(text: string, blocks: readonly PemBlock[]): PemGap[] {
  const gaps: PemGap[] = [];
  let start = 0;
  let isGap = true;
  let isOpen = false;
  for (const block of blocks) {
    if (isGap && block.start > start) gaps.push({ text: text.slice(start, block.start), start, isOpen });
    isOpen = block.body === null;
    isGap = !isOpen || !EXPIRING.has(classifyLabel(block.label));
    start = block.end;
  }
  if (isGap && start < text.length) gaps.push({ text: text.slice(start), start, isOpen });
  return gaps;
}

/** The minimum of one line of base64 in a block. Scripts and texts that only mention PEM do not contain such a line. */
export const BASE64_LINE = /[A-Za-z0-9+/]{60}/;

/** Base64 in lines of any length: as a text, such long words do not follow one another. */
const BASE64 = /[A-Za-z0-9+/]{60}|(?:[A-Za-z0-9+/]{16,64}\s{1,8}){4}/;

/** The first or last line of a block that expires, whatever its hyphens, spaces and letter case. */
const BOUNDARY =
  /-[ -]{0,12}(?:BEGIN|END)[ -]{1,12}((?:(?:X509|TRUSTED) )?CERTIFICATE|X509 CRL|PKCS7|CMS|PKCS12)[ -]{0,12}-/i;

/** Yields the lines of boundaries, with their labels, next to base64 that is in no block: one for each gap. */
export function* findLostBlocks(text: string, gaps: readonly PemGap[]): Generator<{ line: number; label: string }> {
  const lines = createLineCounter(text);
  for (const gap of gaps) {
    const found = BASE64.test(gap.text) ? BOUNDARY.exec(gap.text) : null;
    if (found === null) continue;
    const [, label = ''] = found;
    yield { line: lines(gap.start + found.index).line, label: label.toUpperCase() };
  }
}
