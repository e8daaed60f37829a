/** Of policies. */

import { didYouMean, error, show, type Wordings, warning } from './words.ts';

export const POLICIES = {
  'policy-without-check': () =>
    error('This policy asks for nothing.', 'Give it a check, such as min_key_size: 2048 or san_required: true.'),
  'policy-contradiction': (value: string, allowed: string, forbidden: string) =>
    error(
      `${show(value)} is in ${allowed} and in ${forbidden}: no certificate can have both.`,
      'Take it out of one of them.',
    ),
  'policy-matches-nothing': (what: 'name' | 'label' | 'threshold', value: string) =>
    warning(
      `No certificate has the ${what} ${show(value)}.`,
      'Mend it, or take it out: the policy asks nothing of anybody for it.',
    ),
  'policy-never-matches': (name: string) =>
    warning(
      `The policy ${show(name)} matches no certificate: each name and label stands somewhere, and nowhere together.`,
      'Mend its "match", or write a policy for each.',
    ),
  'unknown-usage': (name: string, near: string | undefined, known: readonly string[]) =>
    error(`There is no key usage ${show(name)}.`, didYouMean(near, known, 'usages')),
} satisfies Wordings;
