/** What a filter is. */

import type { Budget } from '../budget.ts';
import type { Dict, Value } from '../values.ts';

/** The arguments of a call, evaluated. */
export interface CallArguments {
  positional: Value[];
  named: Dict;
}

export interface FilterRun {
  budget: Budget;
  escapesHtml: boolean;
}

/** What a filter is handed beside its values: `map` applies another filter; `given` are the arguments as written. */
export interface FilterContext extends FilterRun {
  applyFilter: (name: string, input: Value, given: CallArguments, run: FilterRun) => Value;
  given: CallArguments;
}

/** `args` holds one value for each name in `parameters`. */
export interface Filter {
  parameters: string[];
  apply: (input: Value, args: Value[], tools: FilterContext) => Value;
}
