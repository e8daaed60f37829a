import type { Diagnostic } from '../../domain/index.ts';
import { parseAddress } from '../../lib/mail-address.ts';
import { referencedVariables } from '../../lib/secret-references.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import { asciiHost, isHostName } from '../normalize/endpoint.ts';
import type { Parts } from '../sections.ts';
import { childOf, isText, type Node, oneOrMore, textOf } from '../yaml/node.ts';
import { hasPort } from './certificates.ts';
import { checkBody } from './webhooks.ts';

const TEMPLATES = ['subject', 'text_template', 'html_template'];

export function checkEmails({ emails }: Parts): Diagnostic[] {
  return emails.flatMap(({ node }) => [
    ...checkHost(childOf(node, 'host')),
    ...checkAddresses(node),
    ...checkEncryption(node),
    ...TEMPLATES.flatMap((key) => checkBody(node, key)),
  ]);
}

/** The port stands in a field of its own; what a variable brings is seen when it is there. */
function checkHost(node: Node | undefined): Diagnostic[] {
  if (!isText(node) || node.value === '' || node.value.includes('${') || isHostName(asciiHost(node.value))) return [];
  const [, host = '', port] = /^(.*):(\d+)$/.exec(node.value) ?? [];
  const better = `host: ${host.replace(/^\[|\]$/g, '')} and port: ${port}`;
  return [hasPort(node, better) ?? diagnostic('bad-server-name', whereIs(node), node.value)];
}

/** What is written out must be an address; what a variable brings is seen when it is there. */
function checkAddresses(email: Node): Diagnostic[] {
  return ['from', 'to', 'cc']
    .flatMap((key) => oneOrMore(childOf(email, key)))
    .filter(isText)
    .filter(({ value }) => value !== '' && referencedVariables(value).length === 0 && parseAddress(value) === null)
    .map((node) => diagnostic('bad-address', whereIs(node), node.value));
}

function checkEncryption(email: Node): Diagnostic[] {
  const tls = childOf(email, 'tls');
  const hasPassword = childOf(email, 'password') !== undefined || childOf(email, 'username') !== undefined;
  return tls !== undefined && textOf(tls) === 'none' && hasPassword
    ? [diagnostic('password-unencrypted', whereIs(tls))]
    : [];
}
