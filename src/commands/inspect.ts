import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Options, oneOf, usage } from '../arguments.ts';
import type { InspectedPlace, Inspection } from '../generated/inspect.ts';
import { inspect, type Target } from '../inspect.ts';
import type { Io } from '../io.ts';
import { isBlock } from '../manifest/check-network.ts';
import { asciiHost, isHostName, parseEndpoint } from '../manifest/endpoint.ts';
import { urlProblem, urlTarget } from '../manifest/url.ts';
import { renderInspection, renderInspectionJson } from '../report/inspection.ts';
import { visible } from '../report/text.ts';
import { anchoringReader } from '../scan/anchors.ts';
import { endpointSource } from '../scan/index.ts';
import { PROTOCOLS } from '../scan/starttls.ts';
import { ANYWHERE } from '../scan/workspace.ts';
import { isReservedVariable } from '../secrets.ts';
import type { RawPlace, StartTls } from '../types.ts';
import { colored, columnsOf } from './load.ts';

/** Shows what is in each target; 3 where one of them, or a part of one, cannot be read. */
export async function inspectCommand(options: Options, io: Io): Promise<number> {
  const { password_env: password_variable, pem, format, quiet, revocation, allow } = options;
  checkOptions(options);
  if (password_variable !== null) io.conceal([password_variable]);
  const targets: Target[] = [];
  for (const operand of options.operands) targets.push(await targetOf(operand, options, io));
  const asked = { now: options.now ?? io.now(), pem, password_variable, revocation, allow };
  const inspection = await inspect(targets, asked, io);
  const failed = inspection.targets.flatMap(({ places }) => places).filter(({ error }) => error !== null);
  if (format === 'json') io.stdout(renderInspectionJson(inspection));
  else if (pem || quiet) {
    if (pem) io.stdout(pemOf(inspection));
    for (const place of failed) io.stderr(failureText(place));
  } else io.stdout(renderInspection(inspection, { color: colored(io, 'stdout'), columns: columnsOf(io) }));
  return failed.length > 0 ? 3 : 0;
}

function checkOptions({ password_env: variable, server_name, starttls, operands, allow }: Options): void {
  if (variable !== null && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
    throw usage(
      '--password-env takes the name of a variable',
      'Put the password into one, and name it: a command line is seen by others.',
    );
  }
  if (variable !== null && isReservedVariable(variable)) {
    throw usage(`--password-env ${variable} is the runner's own`, 'Set a variable of your own.');
  }
  if (server_name !== null && !isHostName(asciiHost(server_name))) {
    throw usage(`--server-name ${server_name} is no host name`, 'Write the bare name that is asked for.');
  }
  if (starttls !== null) oneOf('--starttls', starttls, Object.keys(PROTOCOLS));
  const wrong = allow.find((network) => !isBlock(network));
  if (wrong !== undefined) {
    throw usage(`--allow ${wrong} is no network`, 'Write an address, or a network such as 10.0.0.0/8.');
  }
  // Nearly always an unset variable of a script.
  if (operands.includes('')) throw usage('a target is empty', 'Write a file, host:port, a URL, or -.');
  if (operands.filter((operand) => operand === '-').length > 1) {
    throw usage('standard input can be read once', 'Write - once.');
  }
}

async function targetOf(operand: string, options: Options, io: Io): Promise<Target> {
  const { starttls, server_name, trust, ca_file } = options;
  const target = operand;
  if (operand === '-') return { target, kind: 'stdin', place: await readInput(options, io) };
  if (isFile(operand, io.cwd)) {
    const pattern = operand.split(path.sep).join('/');
    return {
      target,
      kind: 'file',
      source: {
        kind: 'file',
        patterns: [pattern],
        exclude: [],
        trust: trust ?? 'none',
        ca_file,
        aia: false,
        revocation: true,
      },
    };
  }
  if (/^https?:\/\//i.test(operand)) {
    if (urlProblem(operand) !== null)
      throw usage(`${visible(shownUrl(operand))} is no URL that is well formed`, 'Write it in quotes.');
    const targets = [urlTarget(operand)];
    return {
      target,
      kind: 'url',
      source: { kind: 'url', targets, headers: {}, ca_file: null, ssl_verification: true },
    };
  }
  const endpoint = parseEndpoint(operand);
  if ('problem' in endpoint) {
    throw usage(
      `${visible(operand)} is neither a file nor an endpoint`,
      endpoint.better === null ? 'Write a path, host:port or a URL.' : `Did you mean ${endpoint.better}?`,
    );
  }
  const asked = {
    server_name: server_name && asciiHost(server_name),
    starttls: starttls as StartTls | null,
    trust: trust ?? 'mozilla',
    ca_file,
    // For the sake of what is stapled: whether others are asked is another question.
    revocation: true,
  };
  return { target, kind: 'endpoint', source: endpointSource([endpoint], asked) };
}

/** What is written before an `@` may be a password. */
function shownUrl(text: string): string {
  return text.replace(/\/\/.*@/, '//');
}

const EXTENSIONS =
  /\.(?:pem|crt|cer|cert|der|p7[bcs]|p12|pfx|jks|jceks|keystore|truststore|key|crl|csr|ya?ml|json|xml|txt|conf|mobileprovision|provisionprofile)$/i;

/** What is there is a file, and so is what has a path, a glob or an ending of files, that it may be missed as one. */
function isFile(operand: string, cwd: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(operand)) return false;
  if (existsSync(path.resolve(cwd, operand))) return true;
  return /[/\\*?{]/.test(operand) || EXTENSIONS.test(operand);
}

const LARGEST_MEBIBYTES = 10;

async function readInput({ trust, ca_file }: Options, io: Io): Promise<RawPlace> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of io.stdin()) {
    size += chunk.length;
    if (size > LARGEST_MEBIBYTES * 1024 * 1024) {
      throw usage(`standard input goes on after ${LARGEST_MEBIBYTES} MiB`, 'No certificate file is so large.');
    }
    chunks.push(chunk);
  }
  const anchoring = await anchoringReader(
    io.cwd,
    ANYWHERE,
    io.env,
  )({ trust: trust ?? 'none', ca_file, aia: false, revocation: true });
  const asked = anchoring && { trust: { host: null, ...anchoring } };
  return { place: 'standard input', address: null, content: Buffer.concat(chunks), ...asked };
}

/** Each certificate once, in the order of the targets. */
function pemOf({ targets }: Inspection): string {
  const certificates = targets.flatMap(({ places }) => places).flatMap((place) => place.certificates);
  return [...new Set(certificates.flatMap(({ pem }) => pem ?? []))].join('');
}

function failureText({ location, error }: InspectedPlace): string {
  return error === null ? '' : `certvigil: error[${error.code}]: ${visible(location)}: ${visible(error.detail)}\n`;
}
