import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** Compares a text with a file in test/golden/report. */
export async function expectGolden(name: string, text: string): Promise<void> {
  await expect(text).toMatchFileSnapshot(fileURLToPath(new URL(`../golden/report/${name}`, import.meta.url)));
}
