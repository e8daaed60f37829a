/** What a filter is. */

import type { Budget } from './budget.ts';
import type { Dict, Value } from './values.ts';

/** The arguments of a call, evaluated. */
export interface Given {
  positional: Value[];
  named: Dict;
}

export interface FilterRun {
  budget: Budget;
  escapesHtml: boolean;
}

/** What a filter is handed beside its values; `map` applies another filter. */
export interface FilterTools extends FilterRun {
  applyFilter: (name: string, input: Value, given: Given, run: FilterRun) => Value;
}

/** `args` holds one value for each name in `parameters`; after them come positional ones that have no name. */
export interface Filter {
  parameters: string[];
  apply: (input: Value, args: Value[], tools: FilterTools) => Value;
}
