/**
 * Renders templates, and prints `{"milliseconds": N}` of the processor: `costliest` is the time of the most expensive template with which
 * the tests reach the limits, whose name is written to standard error; `cheap` is the time of a template that spends all its steps on cheap
 * operations.
 */

import { lintTemplate, schemas } from '../../src/jinja/index.ts';
import { createModeBudget } from '../../src/jinja/render.ts';
import { renderTemplate } from '../../src/notify/render-template.ts';
import { listRows, renderCosts, toTemplate } from '../../test/jinja/cost-rendering.ts';
import { LINTED, STOPPED, WITHIN_LIMITS } from '../../test/jinja/hostile-templates.ts';
import { context } from '../../test/notify/rendering.ts';

const repeat = (count: number, text: string) => `{% for i in range(${count}) %}${text}{% endfor %}`;
const cheap: Work = ['cheap', () => renderCosts(repeat(90_000, '{% set y = i %}'))];

type Work = [name: string, work: () => unknown];

function listCostly(): Work[] {
  // Most of the budget is already spent: the rest takes a fraction of the time.
  const createSpent = () => ({ ...createModeBudget('text'), steps: 400_000, characters: 4_000_000 });
  // Macros and blocks are excluded: they define a name, which a template can only do once.
  const constant = listRows('constant').filter(([, text]) => !/macro|block/.test(text));
  return [
    ...[...STOPPED, ...WITHIN_LIMITS].map(
      ([name, text]): Work => [name, () => renderTemplate(text, context, { mode: 'text' })],
    ),
    ...LINTED.map(
      ([name, text]): Work => [name, () => lintTemplate(text, { mode: 'json', schema: { x: schemas.ANY } })],
    ),
    ...listRows('stopped').map(([name, text]): Work => [name, () => renderCosts(toTemplate(text))]),
    ...listRows('linear').map(
      ([name, text]): Work => [name, () => renderCosts(repeat(1000, toTemplate(text)), createSpent())],
    ),
    ...constant.map(([name, text]): Work => [name, () => renderCosts(repeat(2000, toTemplate(text)))]),
  ];
}

function measure(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

// Code that runs for the first time is slower.
measure(cheap[1]);
let [costliest, milliseconds] = ['', 0];
for (const [name, work] of process.argv[2] === 'cheap' ? [cheap] : listCostly()) {
  const time = measure(work);
  if (time > milliseconds) [costliest, milliseconds] = [name, time];
}
process.stderr.write(`${costliest}\n`);
process.stdout.write(JSON.stringify({ milliseconds }));
