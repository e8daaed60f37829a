import { expect, it } from 'vitest';
import { lintTemplate } from '../../src/jinja/index.ts';

it('the linter reports a template that is nested too deeply for it', () => {
  const found = lintTemplate(`{{ event${'.length'.repeat(7000)} }}`, { mode: 'text', schema: {} });
  expect(found).toMatchObject([{ code: 'template-syntax', message: expect.stringContaining('nested too deeply') }]);
});
