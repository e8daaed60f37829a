/** Random changes by people: close, reopen, write around our section, change titles and labels, lock. */

import { readMarker } from '../../../src/notify/issue/marker.ts';
import type { Random } from '../../events/model/random.ts';
import { addIssue, type Board, type Issue, touch } from '../../helpers/github/board.ts';
import { BOT } from './model-github.ts';

/** The changes to an issue that must be kept. */
export interface HumanEdits {
  title: string;
  /** Text around our section. */
  before: string;
  after: string;
  labels: string[];
  /** The marker at the time when a person closed the issue. */
  closedAt: { status: string; threshold_days: number | null; episode: number } | null;
  /** Whether a person reopened it after we closed it. */
  keptOpen: boolean;
}

export type EditsByIssue = Map<number, HumanEdits>;

export function getHumanEdits(people: EditsByIssue, { number, title }: Issue): HumanEdits {
  const known = people.get(number);
  if (known !== undefined) return known;
  const fresh: HumanEdits = { title, before: '', after: '', labels: [], closedAt: null, keptOpen: false };
  people.set(number, fresh);
  return fresh;
}

const ACTS = ['close', 'close', 'open', 'write', 'title', 'label', 'unlabel', 'lock', 'forge'] as const;

/** Makes one random change, and describes it. */
export function actAsPerson(board: Board, people: EditsByIssue, random: Random): string | null {
  const ours = [...board.issues.values()].filter(({ login, body }) => login === BOT && readMarker(body) !== null);
  if (ours.length === 0) return null;
  const issue = random.pick(ours);
  const touched = getHumanEdits(people, issue);
  const act = random.pick(ACTS);
  const marker = readMarker(issue.body);
  if (act === 'close' && issue.state === 'open') {
    issue.state = 'closed';
    touched.keptOpen = false;
    if (marker?.state === 'firing') touched.closedAt = { ...marker };
  } else if (act === 'open' && issue.state === 'closed') {
    issue.state = 'open';
    touched.closedAt = null;
    touched.keptOpen = marker?.state !== 'firing';
  } else if (act === 'write') {
    const word = `word ${random.int(0, 1e6)}`;
    if (random.chance(0.5)) touched.before = `${word}\n${touched.before}`;
    else touched.after = `${touched.after}\n${word}`;
    const [, own = ''] = /^(?:[\s\S]*?)(<!-- certvigil:issue[\s\S]*<!-- certvigil:end -->\n)/.exec(issue.body) ?? [];
    issue.body = `${touched.before}${own}${touched.after}`;
  } else if (act === 'title') {
    touched.title = `A person's title ${random.int(0, 1e6)}`;
    issue.title = touched.title;
  } else if (act === 'label') {
    const label = `mine-${random.int(0, 9)}`;
    touched.labels.push(label);
    issue.labels = [...new Set([...issue.labels, label])];
  } else if (act === 'unlabel') {
    issue.labels = issue.labels.filter((name) => touched.labels.includes(name));
    board.labels.clear();
  } else if (act === 'lock') {
    issue.locked = !issue.locked;
  } else if (act === 'forge') {
    addIssue(board, { login: 'mallory', title: 'forged', body: issue.body });
    return 'someone copies an issue with its marker';
  }
  touch(board, issue);
  return `a person: ${act} #${issue.number}`;
}
