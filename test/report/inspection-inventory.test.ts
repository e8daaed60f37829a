import { expect, it } from 'vitest';
import { renderInventory } from './render.ts';

const ITEM: Omit<Parameters<typeof renderInventory>[0]['items'][number], 'raw'> = {
  ...{ location: 'rest:1', monitored: true, read_from: 'fields', facts: null, error: null, notice: null, observed: {} },
};
const FACTS = {
  ...{ common_name: 'shop', subject: null, issuer: 'Example CA', serial_number: '01', fingerprint_sha256: 'ab' },
  ...{ sans: ['shop.example', 'www.shop.example'], key_algorithm: null, key_size: null, signature_algorithm: null },
  ...{ valid_from: '2026-01-01T00:00:00Z', valid_to: '2027-01-01T00:00:00Z', lifetime_days: 365 },
};
const NO_FACTS = { ...FACTS, common_name: null, issuer: null, serial_number: null, fingerprint_sha256: null, sans: [] };
const renewal = (reason: string | null) => ({ managed: true, state: 'failing', reason, since: null }) as const;

const FORBIDDEN = { code: 'inventory-forbidden', detail: 'The inventory denies access.' };

it('the first items of an inventory are shown as returned, beside what they are mapped to', async () => {
  const base = { version: 1 as const, entry: 'portal', source: 'rest', total: null, error: null, errors: [] };
  const ownership = { labels: { env: 'prod', team: 'web' }, owner: '@web', assignments: ['lb-1', 'lb-2'] };
  const items: Parameters<typeof renderInventory>[0]['items'] = [
    {
      ...ITEM,
      facts: FACTS,
      observed: { ownership, renewal_state: renewal('CAA_ERROR') },
      raw: { id: 1, names: ['a\u001b'] },
    },
    {
      ...ITEM,
      read_from: 'certificate',
      facts: { ...NO_FACTS, valid_from: null },
      observed: { renewal_state: renewal(null) },
      raw: 2,
    },
    {
      ...ITEM,
      location: 'rest:3',
      monitored: false,
      observed: { ownership: { labels: {}, owner: null, assignments: [] } },
      raw: null,
    },
    { ...ITEM, location: null, read_from: null, error: { code: 'x', detail: 'No ID.' }, raw: {} },
    { ...ITEM, notice: { code: 'y', detail: 'Odd.' }, raw: [] },
    { ...ITEM, observed: { renewal_state: { managed: false, state: 'ok', reason: null, since: null } }, raw: 6 },
  ];
  const texts = [
    renderInventory({ ...base, total: 7, items }),
    renderInventory({ ...base, items: items.slice(4, 5) }),
    renderInventory({
      ...base,
      items: [],
      error: FORBIDDEN,
      errors: [{ source: 'rest', error: FORBIDDEN }],
    }),
  ];
  await expect(texts.join('\n')).toMatchFileSnapshot('../golden/report/inspect-inventory.txt');
});
