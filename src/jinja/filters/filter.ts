/** Types of filters. */

import type { Budget } from '../budget.ts';
import type { CallArguments } from '../signature.ts';
import type { Value } from '../values.ts';

export interface FilterRun {
  budget: Budget;
  escapesHtml: boolean;
  /** The variables that the filter `env` can read, which are never those of the process. */
  environment: Readonly<Record<string, string>>;
}

export interface FilterContext extends FilterRun {
  /** Applies another filter, for `map`. */
  applyFilter: (name: string, input: Value, call: CallArguments, run: FilterRun) => Value;
  /** The arguments as the template writes them. */
  call: CallArguments;
}

/** `args` holds one value for each name in `parameters`. Without names it takes any arguments, and reads them from the call. */
export interface Filter {
  parameters: readonly string[] | null;
  /** The number of parameters that a call must give. Default: 0. */
  required?: number;
  apply: (input: Value, args: Value[], context: FilterContext) => Value;
}

export const createFilter = (parameters: Filter['parameters'], apply: Filter['apply'], required = 0): Filter => ({
  parameters,
  required,
  apply,
});
