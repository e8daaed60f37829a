/** Of webhooks, email and their templates. */

import { error, type MessageTable, quote, warning } from './message.ts';

const URLS = {
  'line-end': 'has a line end in it',
  space: 'has a space in it',
  scheme: 'begins with neither https:// nor http://',
  host: 'has no host',
  malformed: 'is not well formed',
};

const HEADERS = {
  'line-end': ['has a line end in it', 'Write it on one line, without a block ("|" keeps the line end).'],
  control: ['has a control character in it', 'Take it out: of these a header may have the tab alone.'],
  twice: [
    'stands here twice, as the case of a header means nothing',
    'Keep one of the two: the other would not be sent.',
  ],
  connection: ['belongs to the connection and cannot be set', 'Take it out: it is written by whoever sends.'],
} satisfies Record<string, [why: string, hint: string]>;

export type UrlProblem = keyof typeof URLS;

export const RECEIVER_MESSAGES = {
  'bad-url': (problem: UrlProblem) =>
    error(
      `The URL ${URLS[problem]}.`,
      'Write a URL that begins with https:// or http://, or a variable that holds one.',
    ),
  'bad-header': (header: string, problem: keyof typeof HEADERS) => {
    const [why, hint] = HEADERS[problem];
    const isOfValue = problem === 'line-end' || problem === 'control';
    return error(`${isOfValue ? 'The value of ' : ''}${quote(header)} ${why}.`, hint);
  },
  'url-authority-templated': () =>
    error(
      'The URL has a {{ value }} in its scheme, host or port, where none is put in: a certificate could send the request elsewhere.',
      `Write them out, or hold them in a variable: https://$\{NAME}/{{ value }}.`,
    ),
  'reserved-variable': (name: string) =>
    error(
      `$\{${name}} is the runner's own and is never sent anywhere.`,
      'Names that begin with GITHUB_, ACTIONS_, RUNNER_ or INPUT_ are refused: set a variable of your own.',
    ),
  'bad-variable': (text: string, expression: boolean) =>
    error(
      `${quote(text)} is no reference to a variable.`,
      expression
        ? `Expressions of GitHub are not known here: write $\{NAME}, and set NAME in the env of the workflow step.`
        : `Write $\{NAME}: letters, digits and underscores, no digit first.`,
    ),
  'variable-not-replaced': (name: string, key: string) =>
    warning(
      `$\{${name}} is not replaced in ${quote(key)}.`,
      key === 'body_template'
        ? `Write secrets: { name: "$\{${name}}" } in this webhook, and {{ secrets.name }} here.`
        : /^(?:subject|text_template|html_template)$/.test(key)
          ? 'Take it out: what stands in a mail comes from its templates alone.'
          : 'Write out what is meant: variables are for URLs, headers, secrets, passwords and the other fields that docs/reference/manifest.md names.',
    ),
  'preset-needs-secret': (preset: string, secret: string, what: string) =>
    error(
      `The preset ${preset} needs the secret ${quote(secret)}: ${what}.`,
      `Write secrets: { ${secret}: "$\{NAME}" }, and set NAME in the environment of the scan.`,
    ),
  'bad-secret': (secret: string, what: string) =>
    error(`${quote(secret)} is not what the receiver takes: ${what}.`, `Write $\{NAME}, and set NAME to that.`),
  'unused-webhook': (name: string) =>
    warning(`No rule sends to the webhook ${quote(name)}.`, 'Name it in the actions of a rule, or take it out.'),
  'bad-address': (value: string) =>
    error(
      `${quote(value)} is no address of mail.`,
      'Write ops@example.com, or Operations <ops@example.com>; several are a list: [a@example.com, b@example.com].',
    ),
  'password-unencrypted': () =>
    error(
      'With "tls: none" the password would be sent for anyone to read.',
      'Write tls: starttls or tls: implicit, or take username and password out.',
    ),
  'stateful-preset-in-digest': (preset: string) =>
    error(
      `The preset ${preset} holds open what it is told until that ends, and a digest never does.`,
      'Send the digest to a chat or by mail.',
    ),
  'unused-email': (name: string) =>
    warning(
      `Nothing is sent to the item ${quote(name)} of email.`,
      'Name it in the actions of a rule or of the digest, or take it out.',
    ),
  'template-syntax': (what: string) => error(what, 'Mend the template: Jinja2 writes {{ value }} and {% if … %}.'),
  'template-refused': (what: string) =>
    error(what, 'Compute with what the template is handed: data, filters and tests; see docs/reference/templates.md.'),
  'get-with-body': () =>
    warning(
      'A GET has no body, so that this is never sent.',
      'Write method: POST, or put what is to be told into the url, behind a "?".',
    ),
  'body-not-json': (what: string, isCertain: boolean) =>
    (isCertain ? error : warning)(
      what,
      'Mend the JSON around it: texts in double quotes, a comma between members and none behind the last. What is not to be JSON needs a content_type such as text/plain.',
    ),
  'template-json-join': () =>
    warning(
      'Text joined with quotes breaks the JSON: the quotes are escaped like everything that is put out.',
      'Write {{ list | tojson }}, without quotes around it.',
    ),
  'template-unlike-jinja': (what: string) =>
    warning(
      what,
      'Nothing needs to change where it is meant as it is rendered here; docs/reference/templates.md lists the differences.',
    ),
  'template-unknown-name': (what: string) =>
    warning(what, 'What is not there prints nothing; docs/reference/templates.md lists what a template sees.'),
  'template-call-on-null': (what: string) =>
    warning(what, 'Ask before: {% if value %}, or write (value or "") in its place.'),
  'template-json-tojson': () =>
    warning(
      'The filter tojson writes its own quotes, and here it stands between quotes.',
      'Take the outer quotes away.',
    ),
} satisfies MessageTable;
