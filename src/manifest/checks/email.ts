import type { Diagnostic } from '../../domain/index.ts';
import { isHostName, toAsciiHost } from '../../lib/host-port.ts';
import { parseMailAddress } from '../../lib/mail-address.ts';
import { listReferencedVariables } from '../../lib/secret-references.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import type { ManifestSections } from '../sections.ts';
import { getChild, getText, isText, listOneOrMore, type Node } from '../yaml/node.ts';
import { checkNoPort } from './certificates.ts';
import { checkUnreplacedVariables } from './webhooks.ts';

const TEMPLATES = ['subject', 'text_template', 'html_template'];

export function checkEmails({ emails }: ManifestSections): Diagnostic[] {
  return emails.flatMap(({ node }) => [
    ...checkHost(getChild(node, 'host')),
    ...checkAddresses(node),
    ...checkEncryption(node),
    ...TEMPLATES.flatMap((key) => checkUnreplacedVariables(node, key)),
  ]);
}

/** The port stands in a field of its own; what a variable brings is seen when it is there. */
function checkHost(node: Node | undefined): Diagnostic[] {
  if (!isText(node) || node.value === '' || node.value.includes('${') || isHostName(toAsciiHost(node.value))) return [];
  const [, host = '', port] = /^(.*):(\d+)$/.exec(node.value) ?? [];
  const better = `host: ${host.replace(/^\[|\]$/g, '')} and port: ${port}`;
  return [checkNoPort(node, better) ?? createDiagnostic('bad-server-name', toLocation(node), node.value)];
}

/** What is written out must be an address; what a variable brings is seen when it is there. */
function checkAddresses(email: Node): Diagnostic[] {
  return ['from', 'to', 'cc']
    .flatMap((key) => listOneOrMore(getChild(email, key)))
    .filter(isText)
    .filter(
      ({ value }) => value !== '' && listReferencedVariables(value).length === 0 && parseMailAddress(value) === null,
    )
    .map((node) => createDiagnostic('bad-address', toLocation(node), node.value));
}

function checkEncryption(email: Node): Diagnostic[] {
  const tls = getChild(email, 'tls');
  const hasPassword = getChild(email, 'password') !== undefined || getChild(email, 'username') !== undefined;
  return tls !== undefined && getText(tls) === 'none' && hasPassword
    ? [createDiagnostic('password-unencrypted', toLocation(tls))]
    : [];
}
