/** GitHub's messages that are more specific than a status or type. They are searched, and never shown. */

import type { GitHubFailureCode } from './failure-messages.ts';

const CODES_BY_MESSAGE: [RegExp, GitHubFailureCode][] = [
  [/archived/i, 'github-archived'],
  [/repository is empty/i, 'github-repository-empty'],
  [/\bIP allow list\b/i, 'github-ip-not-allowed'],
  [/\blimited the ability to\b|\binteraction limit/i, 'github-interaction-limited'],
  [
    /rule violation|protected branch|through a pull request|required status check|approving review|^Reference update failed/i,
    'github-branch-protected',
  ],
  [/already[ _]exists|does not match|but expected|wasn't supplied|not a fast.forward/i, 'github-conflict'],
];

export function findCodeByMessage(message: string): GitHubFailureCode | undefined {
  return CODES_BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];
}

/** "Was submitted too quickly" is GitHub's limit for creating content. */
export function isRateLimitMessage(message: string): boolean {
  return /rate limit|abuse detection|submitted too quickly/i.test(message);
}
