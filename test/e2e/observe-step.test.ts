/** The action with `command: observe`. */
import { expect, it } from 'vitest';
import { createWorkspace } from './certvigil.ts';
import { createCertificateWithDaysLeft } from './environment.ts';
import { runStep } from './step.ts';

const createFiles = async (entries: string) =>
  createWorkspace({
    'certvigil.yaml': `version: 1\ncertificates:\n${entries}`,
    'shop.pem': (await createCertificateWithDaysLeft(300, 'shop.example.com', Date.now())).certificate,
  });

const SHOP = '  - { name: shop, file: shop.pem }\n';

it.each([
  ['one entry', SHOP, 'Observed 1 entry: 1 location.\n'],
  ['two entries', `${SHOP}  - { name: web, file: shop.pem }\n`, 'Observed 2 entries: 2 locations.\n'],
  [
    'a file that is missing',
    `${SHOP}  - { name: gone, file: gone.pem }\n`,
    'Observed 2 entries: 1 location, 1 could not be read.\n',
  ],
])('observes %s, and says where the file is', async (_, entries, printed) => {
  await using files = await createFiles(entries);
  const { status, stdout, outputs } = await runStep(files, { command: 'observe', output: 'office.jsonl' });
  expect(status).toBe(0);
  expect(stdout).toContain(printed);
  expect(outputs).toEqual({ observations: files.at('office.jsonl') });
  expect(await files.read('office.jsonl')).toContain('shop');
});
