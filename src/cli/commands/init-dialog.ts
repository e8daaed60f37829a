/** Asks the questions of `certvigil init` in a terminal. A question is skipped if its option is given. */

import {
  type ChatService,
  checkHostedMailServer,
  parseChatOption,
  parseMailRecipients,
  parseMailServer,
  parseServerList,
} from '../../app/init/parse-receivers.ts';
import type { PrivateCa, Survey, SurveyedServers } from '../../app/init/survey-servers.ts';
import { parseEndpoint } from '../../domain/sources/endpoint.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { formatCount } from '../../report/format/labels.ts';
import { wrapAfter } from '../../report/format/terminal-text.ts';
import { type InitOptions, isHosted } from '../init-options.ts';
import type { Prompter } from '../prompt.ts';

/** The maximum number of names in one line. */
const MAX_NAMES = 5;

/**
 * Completes the options with the answers to questions. `found`: the number of hosts and files in the repository, and whether it names
 * private hosts.
 */
export async function askForOptions(
  options: InitOptions,
  found: { hosts: number; files: number; hasInternal: boolean },
  prompter: Prompter,
  io: Io,
): Promise<InitOptions> {
  const { ask } = prompter;
  const answered = { ...options };
  if (options.endpoint.length === 0) {
    const counts = `${formatCount(found.hosts, 'host')}, ${formatCount(found.files, 'certificate file')}`;
    const hint = found.hasInternal ? ` ${INTERNAL_HINT}` : '';
    io.stdout(wrapAfter('', `Found in this directory: ${counts}.${hint}`, io.columns));
    answered.endpoint = await askForServers(ask, io);
  }
  const { slack, teams, email, github_issues } = options;
  if (slack === null && teams === null && email.length === 0 && !github_issues)
    Object.assign(answered, await askForReceiver(prompter, io));
  if (answered.email.length > 0 && options.smtp === null)
    answered.smtp = await askForMailServer(ask, isHosted(options), io);
  return answered;
}

const INTERNAL_HINT = 'Hosts in private domains, such as .internal or .corp, are not counted: name yours below.';

/** Returns null for the mail server of this machine, which machines of GitHub do not reach (`onGitHub`). */
async function askForMailServer(ask: Prompter['ask'], onGitHub: boolean, io: Io): Promise<string | null> {
  const suffix = onGitHub ? ', such as smtp.example.com:587' : ' (Enter: localhost)';
  for (;;) {
    const server = (await ask(`Mail server, host or host:port${suffix}:`)) || null;
    try {
      const parsed = parseMailServer(server);
      if (onGitHub) checkHostedMailServer(parsed);
      return server;
    } catch (error) {
      printUserError(error, io);
    }
  }
}

/** Prints user errors. Other errors are bugs, and are rethrown. */
function printUserError(error: unknown, io: Io): void {
  if (!(error instanceof AppError)) throw error;
  io.stdout(`${escapeUnprintable(error.message)}. ${error.hint ?? ''}\n`);
}

async function askForServers(ask: Prompter['ask'], io: Io): Promise<string[]> {
  for (;;) {
    const servers = parseServerList([
      await ask('More servers, such as shop.example.com db.example.com:5432 (Enter: none):'),
    ]);
    const invalid = servers.find((server) => 'problem' in parseEndpoint(server));
    if (invalid === undefined) return servers;
    io.stdout(`"${escapeUnprintable(invalid)}" is not host or host:port.\n`);
  }
}

/** Asks one question for all receivers, because the answer nearly always identifies the receiver. */
async function askForReceiver({ ask, confirm }: Prompter, io: Io): Promise<Partial<InitOptions>> {
  for (;;) {
    const answer = await ask('Alert where? Webhook URL (Slack, Teams) or mail address (Enter: GitHub issues):');
    if (answer === '') return { github_issues: true };
    try {
      if (!/^https?:/.test(answer)) return { email: parseMailRecipients(answer.split(/[\s,]+/)) };
      const service =
        recognizeService(answer) ?? ((await confirm('Is it for Slack, not for Teams?')) ? 'slack' : 'teams');
      return { [service]: parseChatOption(service, answer) };
    } catch (error) {
      printUserError(error, io);
    }
  }
}

/**
 * Recognizes the service by its URLs; returns null for other URLs, such as those of a relay. Microsoft hosts webhooks of Teams under three
 * domains.
 */
function recognizeService(url: string): ChatService | null {
  if (/^https?:\/\/(?:hooks\.slack|[^/]*\/services\/)/.test(url)) return 'slack';
  return /^https:\/\/[^/]+\.(?:office|logic\.azure|powerplatform)\.com[:/]/.test(url) ? 'teams' : null;
}

/** Shows the results of the survey, and returns the CA file of each entry that needs one. `given`: the value of `--ca-file`. */
export async function proposeCaFiles(
  { survey, checkCaFile }: SurveyedServers,
  given: string | null,
  prompter: Prompter | null,
  io: Io,
): Promise<Map<string, string>> {
  const chosen = new Map<string, string>();
  // A file that does not match a chain may still be the CA of servers that do not send an intermediate.
  const isOther = async ({ entries }: PrivateCa) =>
    given !== null && survey.verified.length > 0 && (await checkCaFile(given, entries)) !== null;
  for (const ca of survey.privateCas) {
    if (await isOther(ca)) continue;
    const file = given ?? (prompter === null ? null : await askForCaFile(ca, checkCaFile, prompter, io));
    if (file !== null) for (const entry of ca.entries) chosen.set(entry, file);
  }
  // The servers that could not be read are probably like the others.
  if (given !== null) for (const { entry } of survey.unread) chosen.set(entry, given);
  return chosen;
}

async function askForCaFile(
  { name, file, entries }: PrivateCa,
  checkCaFile: SurveyedServers['checkCaFile'],
  { ask, confirm }: Prompter,
  io: Io,
): Promise<string | null> {
  const chain = `${formatCount(entries.length, 'server')} ${entries.length === 1 ? 'chains' : 'chain'} to ${escapeUnprintable(name)}`;
  if (file !== null) return (await confirm(`${chain}: use ${file} as ca_file?`)) ? file : null;
  for (;;) {
    const answer = await ask(
      `${chain}, which no public trust store has. PEM file with its certificate (Enter: later):`,
    );
    if (answer === '') return null;
    const problem = await checkCaFile(answer, entries);
    if (problem === null) return answer;
    io.stdout(`${escapeUnprintable(answer)} ${problem}.\n`);
  }
}

/** Formats the results of the survey, in a few lines of at most `columns`. */
export function formatSurvey(survey: Survey, options: InitOptions, columns: number): string {
  const { servers, trusted, verified, internal, first, unread, missing, rejected } = survey;
  if (servers === 0) return '';
  const untrusted = servers - trusted.length - verified.length - unread.length;
  const counts = [
    [trusted.length, 'trusted'],
    [verified.length, `trusted with ${options.ca_file}`],
    [untrusted, 'untrusted'],
    [unread.length, 'not reached'],
  ].flatMap(([count, text]) => (count === 0 ? [] : `${count} ${text}`));
  const expiry = first === null ? '' : ` ${first.entry} expires first, on ${first.valid_to.slice(0, 10)}.`;
  const isHosted = !options.no_workflows && !options.ghes && options.probes.length === 0;
  const lines = [
    `Read ${formatCount(servers, 'server')}: ${counts.join(', ')}.${expiry}`,
    ...(options.ca_file !== null && untrusted > 0 && verified.length === 0
      ? [`No server is trusted with ${options.ca_file}: it is not their CA, or they do not send an intermediate.`]
      : []),
    ...(isHosted && internal.length > 0 ? [describePrivate(internal.length)] : []),
    ...missing.map(describeMissing),
    ...listSome(rejected.map(({ entry, detail }) => `${entry}: ${detail}`)),
    ...listSome(unread.map(({ failure }) => failure.detail)),
  ];
  return lines.map((line) => wrapAfter('', line, columns)).join('');
}

function describePrivate(count: number): string {
  const servers = count === 1 ? '1 server has a private address' : `${count} servers have private addresses`;
  return `${servers}, which runners of GitHub cannot reach: scan on a runner of your own (runs-on in the workflow), or with cron (--no-workflows).`;
}

function describeMissing({ name, entries, senders }: Survey['missing'][number]): string {
  const verb = entries.length === 1 ? 'server does' : 'servers do';
  const others = `${senders} ${senders === 1 ? 'other sends' : 'others send'}`;
  return `${entries.length} ${verb} not send the intermediate ${name}, which ${others}. Add it to the chain of ${formatNames(entries)}.`;
}

/** The maximum number of lines of one kind. */
const MAX_LINES = 3;

function listSome(lines: readonly string[]): string[] {
  const more = lines.length - MAX_LINES;
  return [...lines.slice(0, MAX_LINES), ...(more > 0 ? [`and ${formatCount(more, 'more', 'more')}`] : [])];
}

function formatNames(names: readonly string[]): string {
  return truncateList([...names], MAX_NAMES);
}
