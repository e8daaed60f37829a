/** The attributes that filters are given by their names. */

import type { Expression } from '../ast.ts';
import { type Findings, type Known, of, unknownName } from './inferred.ts';
import * as shapes from './shapes.ts';

type Filter = Expression & { kind: 'filter' };

/** The names of attributes that filters are given, as in `map(attribute="name")`. */
export function checkAttribute({ name, args }: Filter, input: Known, findings: Findings): void {
  const place = Object.hasOwn(ATTRIBUTE_PLACES, name) ? ATTRIBUTE_PLACES[name] : undefined;
  const named = args.named.find((one) => one.name === 'attribute')?.value;
  const written = named ?? (place === undefined ? undefined : args.positional[place]);
  const element = shapes.elementShape(input.shape);
  if (written?.kind !== 'constant' || typeof written.value !== 'string' || element.fields === undefined) return;
  for (const path of written.value.split(',')) {
    const first = path.split('.')[0] ?? '';
    if (shapes.memberShape(element, first) !== undefined) continue;
    const known = Object.keys(element.fields);
    unknownName(findings, written, { name: first, path: null, of: of(element), known });
  }
}

const ATTRIBUTE_PLACES: Record<string, number> = { selectattr: 0, rejectattr: 0, groupby: 0, sum: 0, join: 1 };
