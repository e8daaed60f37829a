/** Types of filters. */

import type { Budget } from '../budget.ts';
import type { Dict, Value } from '../values.ts';

export interface CallArguments {
  positional: Value[];
  named: Dict;
}

export interface FilterRun {
  budget: Budget;
  escapesHtml: boolean;
  /** What the filter `env` reads. Never the environment of the process. */
  environment: Readonly<Record<string, string>>;
}

export interface FilterContext extends FilterRun {
  /** For `map`, which applies another filter. */
  applyFilter: (name: string, input: Value, call: CallArguments, run: FilterRun) => Value;
  /** The arguments as the template writes them. */
  call: CallArguments;
}

/** `args` holds one value for each name in `parameters`. Without names it takes any arguments, and reads them from the call. */
export interface Filter {
  parameters: string[] | null;
  apply: (input: Value, args: Value[], context: FilterContext) => Value;
}

export const createFilter = (parameters: Filter['parameters'], apply: Filter['apply']): Filter => ({
  parameters,
  apply,
});
