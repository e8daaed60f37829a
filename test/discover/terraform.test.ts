import { expect, it } from 'vitest';
import type { Mention, Repository } from '../../src/discover/format.ts';
import { TERRAFORM } from '../../src/discover/formats/terraform.ts';

const createRepository = (files: Readonly<Record<string, string>>): Repository => ({
  paths: Object.keys(files).sort(),
  readText: (path) => files[path] ?? null,
});

/** What is found in all files: hosts and zones, and `?` with the text of what could not be resolved. */
function read(files: Readonly<Record<string, string>>): string[] {
  const repository = createRepository(files);
  const found = repository.paths.flatMap((path) => [...TERRAFORM.read({ path, text: files[path] ?? '' }, repository)]);
  return found.map(format);
}

function format(mention: Mention): string {
  if (mention.kind === 'host') return mention.host;
  return mention.kind === 'unresolved' ? `? ${mention.expression}` : mention.kind;
}

/** By line, the hosts of a certificate with these names, in a module with these declarations. */
const readNames = (names: string, declarations = '') =>
  read({
    'main.tf': `resource "aws_acm_certificate" "a" {\n  subject_alternative_names = ${names}\n}\n${declarations}`,
  });

const LOCALS = `locals {
  name  = "a"
  zone  = "example.com"
  list  = ["a.example.com", "b.example.com"]
  sites = { a = { host = "a.example.com", tls = true }, b = { host = "b.example.com", tls = false } }
  loop  = local.loop
}
variable "on" { default = true }
variable "empty" {}`;

it.each([
  ['["a.example.com"]', ['a.example.com']],
  [`["\${local.name}.\${local.zone}"]`, ['a.example.com']],
  ['[join(".", [local.name, local.zone])]', ['a.example.com']],
  ['[format("%s.%s", local.name, local.zone)]', ['a.example.com']],
  ['[lower("A.Example.COM")]', ['a.example.com']],
  ['[replace("a_example_com", "_", ".")]', ['a.example.com']],
  ['[trimsuffix("a.example.com.", ".")]', ['a.example.com']],
  ['[var.on ? "a.example.com" : "b.example.com"]', ['a.example.com']],
  ['[!var.on ? "a.example.com" : "b.example.com"]', ['b.example.com']],
  ['[local.list[1], element(local.list, 2)]', ['b.example.com', 'a.example.com']],
  ['reverse(local.list)', ['b.example.com', 'a.example.com']],
  ['slice(local.list, 1, length(local.list))', ['b.example.com']],
  ['compact(["", null, "a.example.com"])', ['a.example.com']],
  ['distinct(concat(local.list, ["a.example.com"]))', ['a.example.com', 'b.example.com']],
  ['flatten([[local.list], ["c.example.com"]])', ['c.example.com', 'a.example.com', 'b.example.com']],
  ['values(local.sites)[*].host', ['a.example.com', 'b.example.com']],
  ['[for site in local.sites : site.host if site.tls]', ['a.example.com']],
  [`[for key, site in local.sites : "\${key}.\${local.zone}"]`, ['a.example.com', 'b.example.com']],
  ['keys({ for host in local.list : host => 1 })', ['a.example.com', 'b.example.com']],
  ['[lookup(local.sites["b"], "alias", "c.example.com")]', ['c.example.com']],
  ['[try(local.sites["a"].alias, "c.example.com")]', ['c.example.com']],
  ['[coalesce(null, "", "a.example.com")]', ['a.example.com']],
  ['setunion(["a.example.com"], local.list)', ['a.example.com', 'b.example.com']],
  ['formatlist("%s.example.com", ["a", "b"])', ['a.example.com', 'b.example.com']],
  ['(\n  var.on\n  ? local.list\n  : []\n)', ['a.example.com', 'b.example.com']],
  ['null', []],
])('evaluates %s', (names, hosts) => {
  expect(readNames(names, LOCALS)).toEqual(hosts);
});

it.each([
  '[var.empty]',
  `["\${var.empty}.example.com"]`,
  '[local.loop]',
  '[var.empty ? "a.example.com" : "b.example.com"]',
  '[uuid()]',
  '[data.aws_route53_zone.a.name]',
  '[file("names.txt")]',
  '["%{ if var.on }a%{ endif }.example.com"]',
  '[replace("a.example.com", "/a/", "b")]',
  '[local.list["x"]]',
])('counts %s as unresolved', (names) => {
  const [line = ''] = `  subject_alternative_names = ${names}`.split('\n');
  expect(readNames(names, LOCALS)).toEqual([`? ${line.trim()}`]);
});

it('keeps the known names of a list with unknown ones', () => {
  expect(readNames('[\n  "a.example.com",\n  var.empty,\n]', LOCALS)).toEqual(['a.example.com', '? var.empty,']);
});

it('reads a module of the repository with the inputs of each call', () => {
  const files = {
    'modules/site/main.tf': `variable "host" {}\nresource "aws_acm_certificate" "a" { domain_name = var.host }\noutput "host" { value = "www.\${var.host}" }`,
    'prod/main.tf':
      'module "a" {\n  source = "../modules/site"\n  host = "a.example.com"\n}\nmodule "b" {\n  source = "../modules/site"\n  for_each = toset(["b.example.com"])\n  host = each.key\n}\nresource "aws_acm_certificate" "c" { domain_name = module.a.host }',
  };
  expect(read(files)).toEqual(['a.example.com', 'www.a.example.com', 'b.example.com']);
});

it('takes variable files before defaults, and gives each environment its own', () => {
  const files = {
    'main.tf':
      'variable "host" { default = "default.example.com" }\nresource "aws_acm_certificate" "a" { domain_name = var.host }',
    'envs/prod.tfvars': 'host = "prod.example.com"',
    'envs/test.tfvars': 'host = "test.example.com"',
  };
  expect(read(files)).toEqual(['prod.example.com', 'test.example.com']);
  expect(read({ ...files, 'terraform.tfvars': 'host = "auto.example.com"' })).toEqual([
    'prod.example.com',
    'test.example.com',
  ]);
});

it('creates no instance for a count of 0', () => {
  expect(
    read({ 'a.tf': 'resource "aws_acm_certificate" "a" {\n  count = 0\n  domain_name = "a.example.com"\n}' }),
  ).toEqual([]);
});

it('reads the blocks of another resource', () => {
  const text =
    'resource "fastly_service_vcl" "a" {\n  domain { name = "a.example.com" }\n}\nresource "fastly_tls_subscription" "b" { domains = [for one in fastly_service_vcl.a.domain : one.name] }';
  expect(read({ 'main.tf': text })).toEqual(['a.example.com']);
});

it('ends with modules that call themselves, and with values that double', () => {
  const doubling = Array.from({ length: 60 }, (_, at) => `  v${at + 1} = "\${local.v${at}}\${local.v${at}}"`).join(
    '\n',
  );
  const files = {
    'a/main.tf': 'module "b" { source = "../b" }\nmodule "c" { source = "../b" }',
    'b/main.tf': 'module "a" { source = "../a" }\nmodule "c" { source = "../a" }',
    'c/main.tf': `locals {\n  v0 = "a.example.com"\n${doubling}\n}\nresource "aws_acm_certificate" "a" { domain_name = local.v60 }\nmodule "a" { source = "../a" }`,
  };
  expect(read(files)).toEqual(['? resource "aws_acm_certificate" "a" { domain_name = local.v60 }']);
});

it.each([
  [
    'a character by its number',
    '["\\u0061.example.com", "\\U00000062.example.com"]',
    ['a.example.com', 'b.example.com'],
  ],
  ['an indented heredoc', '[trimsuffix(<<-EOT\n    a.example.com\n    EOT\n  , "\\n")]', ['a.example.com']],
  ['a negative number', '[for n in [-1, 2] : "a.example.com" if n == -1]', ['a.example.com']],
  [
    'names beside a function of a provider',
    '["a.example.com", provider::a::b("x")]',
    ['a.example.com', '? subject_alternative_names = ["a.example.com", provider::a::b("x")]'],
  ],
])('reads %s', (_, names, expected) => {
  expect(readNames(names)).toEqual(expected);
});

it('reads an indented heredoc with the lines of its text', () => {
  const names =
    '[for one in split("\\n", trimspace(<<-EOT\n      a.example.com\n\n      $${b}.example.com\n    EOT\n  )) : one]';
  expect(readNames(names)[0]).toBe('a.example.com');
});

it.each([
  ['0', 0],
  ['-1', 0],
  ['1', 1],
  ['2', 2],
  ['199', 199],
  ['1000', 200],
])('creates %s instances of a resource, up to 200', (count, length) => {
  const text = `resource "aws_acm_certificate" "a" {\n  count = ${count}\n  domain_name = "a\${count.index}.example.com"\n}\n`;
  expect(read({ 'main.tf': text })).toEqual(Array.from({ length }, (_, at) => `a${at}.example.com`));
});

it('creates an instance of a resource without a known number', () => {
  const text = 'resource "aws_acm_certificate" "a" {\n  count = var.empty\n  domain_name = "a.example.com"\n}\n';
  expect(read({ 'main.tf': text })).toEqual(['a.example.com']);
});
