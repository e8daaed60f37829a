/** Reads what is in the page of a dashboard. */

import { gunzipSync } from 'node:zlib';
import type { DashboardData, Details, DetailsBlock } from '../../src/dashboard/data.ts';
import { unpackDetails } from '../../src/dashboard/model/unpack.ts';

/** The JSON of a compressed element; null if there is none. */
export function readElement(html: string, id: string): string | null {
  const [, text = null] = new RegExp(`<script type="text/plain" id="${id}">([^<]*)</script>`).exec(html) ?? [];
  return text === null ? null : gunzipSync(Buffer.from(text, 'base64')).toString();
}

export function readData(html: string): DashboardData {
  return JSON.parse(readElement(html, 'data') ?? '');
}

/** The details in the first block. */
export function readDetails(html: string, index: number): Details {
  const block: DetailsBlock = JSON.parse(readElement(html, 'details-0') ?? '');
  return unpackDetails(block, index);
}

/** The page with all of its data as text instead. */
export function expandPage(html: string): string {
  return html.replaceAll(
    /<script type="text\/plain" id="([^"]*)">[^<]*<\/script>/g,
    (_, id: string) => readElement(html, id) ?? '',
  );
}
