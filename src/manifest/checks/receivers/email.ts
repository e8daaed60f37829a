/** Checks email receivers: host, addresses and encryption. */
import type { Diagnostic } from '../../../domain/index.ts';
import { isHostName, toAsciiHost } from '../../../lib/host-port.ts';
import { parseMailAddress } from '../../../lib/mail-address.ts';
import { listReferencedVariables } from '../../../lib/secrets/references.ts';
import { createDiagnostic } from '../../diagnostics/diagnostic.ts';
import type { ManifestSections } from '../../sections.ts';
import { getChild, getText, isNonEmptyText, listTextNodes, type Node } from '../../yaml/node.ts';
import { checkNoPort } from '../certificates.ts';
import { checkUnreplacedVariables } from './webhooks.ts';

export function checkEmails({ emails }: ManifestSections): Diagnostic[] {
  return emails.flatMap(({ node }) => [
    ...checkHost(getChild(node, 'host')),
    ...checkAddresses(node),
    ...checkEncryption(node),
    ...['subject', 'text_template', 'html_template'].flatMap((key) => checkUnreplacedVariables(node, key)),
  ]);
}

/** The port has a separate field. A variable is checked when its value is known. */
function checkHost(node: Node | undefined): Diagnostic[] {
  if (!isNonEmptyText(node) || node.value.includes('${') || isHostName(toAsciiHost(node.value))) return [];
  const [, host = '', port] = /^(.*):(\d+)$/.exec(node.value) ?? [];
  const better = `host: ${host.replace(/^\[|\]$/g, '')} and port: ${port}`;
  return [checkNoPort(node, better) ?? createDiagnostic('bad-server-name', node, node.value)];
}

/** Variables are checked when their values are known. */
function checkAddresses(email: Node): Diagnostic[] {
  return ['from', 'to', 'cc']
    .flatMap((key) => listTextNodes(getChild(email, key)))
    .filter(({ value }) => listReferencedVariables(value).length === 0 && parseMailAddress(value) === null)
    .map((node) => createDiagnostic('bad-address', node, node.value));
}

function checkEncryption(email: Node): Diagnostic[] {
  const tls = getChild(email, 'tls');
  const hasCredentials = ['username', 'password'].some((key) => getChild(email, key) !== undefined);
  return tls !== undefined && getText(tls) === 'none' && hasCredentials
    ? [createDiagnostic('password-unencrypted', tls)]
    : [];
}
