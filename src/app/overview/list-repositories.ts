/** Lists the repositories of an organization that an overview reads. */

import type { Octokit } from '@octokit/core';
import type { components } from '@octokit/openapi-types';
import { AppError } from '../../lib/app-error.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';
import { toGitHubFailure, UnexpectedResponseError } from '../../lib/github/errors.ts';
import { formatCount } from '../../report/format/labels.ts';
import { parseLinkHeader } from '../../scan/sources/rest-pages.ts';
import type { Absence } from './failures.ts';

export type Visibility = 'public' | 'internal' | 'private';

export interface ListedRepository {
  owner: string;
  name: string;
  /** `owner/name` */
  full_name: string;
  default_branch: string;
  url: string;
}

export interface Selection {
  organization: string;
  /** The topic; null: with any topic, or none. */
  topic: string | null;
  /** Globs for names; a glob after `!` leaves repositories out. Empty: all. */
  names: readonly string[];
}

/** The numbers of repositories that were left out, by reason. */
interface LeftOut {
  archived: number;
  forks: number;
  not_selected: number;
}

export interface RepositoryList {
  selected: ListedRepository[];
  left_out: LeftOut;
  /** The full names of those that are left out, with the reason. */
  others: Map<string, Absence>;
  /** The visibility of all of them, by full name. */
  visibilities: Map<string, Visibility>;
}

const COUNTERS = { archived: 'archived', fork: 'forks', 'not-selected': 'not_selected' } as const;

export const PAGE_SIZE = 100;

/** Lists the repositories, sorted by name. Throws AppError of GitHub's failure, or `overview-matches-nothing`. */
export async function listRepositories(octokit: Octokit, selection: Selection): Promise<RepositoryList> {
  const { organization, topic } = selection;
  const isNamed = createNameTest(selection.names);
  const list: RepositoryList = {
    selected: [],
    left_out: { archived: 0, forks: 0, not_selected: 0 },
    others: new Map(),
    visibilities: new Map(),
  };
  const seen = new Set<string>();
  for (let page = 1; ; page += 1) {
    const { data: found, headers } = await fetchPage(octokit, organization, page);
    // A repository that was created meanwhile moves others to the next page.
    const added = found.filter(({ full_name }) => !seen.has(full_name));
    for (const repository of added) {
      const { name, full_name, html_url, default_branch = 'main', archived, fork, topics = [] } = repository;
      seen.add(full_name);
      list.visibilities.set(full_name, readVisibility(repository));
      const isSelected = isNamed(name) && (topic === null || topics.includes(topic));
      const absence = archived ? 'archived' : fork ? 'fork' : isSelected ? null : 'not-selected';
      if (absence !== null) {
        list.others.set(full_name, absence);
        list.left_out[COUNTERS[absence]] += 1;
      } else list.selected.push({ owner: organization, name, full_name, default_branch, url: html_url });
    }
    if (isLastPage(found, headers)) break;
    // The server returns the same page repeatedly, or announces another page after the last one.
    if (added.length === 0) throw createListError(new UnexpectedResponseError(), organization);
  }
  if (list.selected.length === 0) throw createNothingError(selection, list.left_out);
  return list;
}

/** Reads the visibility. Servers that do not return it have only public and private repositories. */
function readVisibility({
  visibility,
  private: isPrivate,
}: Pick<components['schemas']['minimal-repository'], 'visibility' | 'private'>): Visibility {
  if (visibility === 'internal') return 'internal';
  return isPrivate ? 'private' : 'public';
}

async function fetchPage(octokit: Octokit, org: string, page: number) {
  try {
    const query = { org, sort: 'full_name', per_page: PAGE_SIZE, page } as const;
    return await octokit.request('GET /orgs/{org}/repos', query);
  } catch (error) {
    throw createListError(error, org);
  }
}

/** Whether a page is the last one. A page may be shorter than requested: the header says whether there is another one. */
export function isLastPage(found: readonly unknown[], { link = null }: { link?: string | null }): boolean {
  return found.length < PAGE_SIZE && parseLinkHeader(link) === null;
}

function createListError(error: unknown, org: string): AppError {
  const { code, detail, hint } = toGitHubFailure(error, 'metadata: read');
  const help = code === 'github-not-found' ? 'Check the name of the organization, and the token.' : hint;
  return new AppError(code, `the repositories of ${org} cannot be listed: ${detail}`, { hint: help, exitCode: 3 });
}

/** Creates the test whether a name is selected. */
export function createNameTest(names: readonly string[]): (name: string) => boolean {
  const isExcluded = createGlobMatcher(names.filter((name) => name.startsWith('!')).map((name) => name.slice(1)));
  const included = names.filter((name) => !name.startsWith('!'));
  const isIncluded = included.length === 0 ? () => true : createGlobMatcher(included);
  return (name) => isIncluded(name) && !isExcluded(name);
}

/** Creates the error for an empty overview, which would look like success. */
function createNothingError({ organization, topic }: Selection, { archived, forks, not_selected }: LeftOut): AppError {
  const others = `${formatCount(not_selected, 'other repository', 'other repositories')}, ${archived} archived and ${formatCount(forks, 'fork')}`;
  const which = topic === null ? 'is selected' : `has the topic ${topic}`;
  return new AppError('overview-matches-nothing', `no repository of ${organization} ${which}`, {
    hint: `The token can see ${others}; archived ones and forks are never read. Add the topic to repositories, check the names, or install the GitHub App on all repositories.`,
  });
}
