import { expect, it } from 'vitest';
import { PRESET_NAMES } from '../../src/presets/index.ts';
import { compareLines, listVariations, renderLines, USUAL_MESSAGE } from './preset-variations.ts';

it.each(PRESET_NAMES)('the preset %s sends this, and these differences for each variation', async (preset) => {
  const usual = renderLines(preset, USUAL_MESSAGE);
  const sections = listVariations(preset).map(([name, message]) => {
    return ['', `# ${name}`, ...compareLines(usual, renderLines(preset, message))];
  });
  const lines = ['# usual', ...usual, ...sections.flat()];
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`../golden/preset-variations/${preset}.txt`);
});
