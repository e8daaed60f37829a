/** Explains why a service refuses a login: by its status, its error code, its own text, and the frequent causes. */

import type { Failure } from '../../domain/index.ts';
import { quoteForeign } from '../../lib/text/quote-foreign.ts';
import { createInventoryFailure } from '../inventory/failures.ts';

export interface Refusal {
  status: number;
  /** The error code of the service, such as `InvalidIdentityToken`; empty or absent: it has none. Other texts are not shown. */
  code?: string | undefined;
  /** The service's own explanation, which is untrusted. */
  text?: string | undefined;
  /** The method and its credentials, without values of variables. */
  sent?: string;
  /** The sent values, which the text may repeat. */
  secrets?: readonly string[];
}

/** A cause of refusals: `pattern` is searched in `CODE: TEXT`, and `advice` is the fix. */
export type Cause = readonly [pattern: RegExp, advice: string];

const CODE = /^\w{1,80}$/;

const GENERAL_ADVICE =
  'Check the role or account and its secret, if it has one, and that its conditions match this job (repository, branch, workflow) or ' +
  'this pod (service account, namespace).';

/** Creates the failure of a refused login. `causes`: the frequent ones of the service, of which the first that matches is explained. */
export function createLoginRefusal(
  name: string,
  { status, code = '', text = '', sent = '', secrets = [] }: Refusal,
  causes: readonly Cause[],
): Failure {
  const shownCode = CODE.test(code) ? code : '';
  const facts = [[status, shownCode].filter(Boolean).join(', '), sent].filter((fact) => fact !== '').join('; ');
  const own = quoteForeign(text, secrets);
  const searched = `${shownCode}: ${text}`;
  const [, advice = GENERAL_ADVICE] = causes.find(([pattern]) => pattern.test(searched)) ?? [];
  return createInventoryFailure('inventory-login-refused', name, `(${facts})${own && `: ${own}`}. ${advice}`);
}
