#!/usr/bin/env node
const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import "./chunks/runtime.js";

// src/lib/process/compile-cache.ts
import module from "node:module";
import path from "node:path";
function enableCompileCache({ env, cwd }) {
  const caches = findUserCaches(env);
  if (caches === null) return;
  const directory = path.join(caches, "certvigil");
  const relative = path.relative(cwd, directory);
  const isInside = !relative.startsWith("..") && !path.isAbsolute(relative);
  if (!isInside) module.enableCompileCache?.(directory);
}
function findUserCaches({ XDG_CACHE_HOME, LOCALAPPDATA, HOME }) {
  const home = HOME && path.join(HOME, ".cache");
  return [XDG_CACHE_HOME, LOCALAPPDATA, home].find((one) => one && path.isAbsolute(one)) ?? null;
}

// src/lib/process/node-version.ts
var [MIN_MAJOR, MIN_MINOR] = [20, 19];
function describeOldNode(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > MIN_MAJOR || major === MIN_MAJOR && minor >= MIN_MINOR) return null;
  const problem2 = { code: "node-too-old", detail: `Node.js ${version} cannot run certvigil` };
  const hint = `Install Node.js ${MIN_MAJOR}.${MIN_MINOR} or newer, such as the current LTS release from https://nodejs.org/en/download.`;
  return `certvigil: error[${problem2.code}]: ${problem2.detail}
  = help: ${hint}
`;
}

// src/cli.ts
var problem = describeOldNode(process.versions.node);
if (problem === null) {
  enableCompileCache({ env: process.env, cwd: process.cwd() });
  const { runProcess } = await import("./chunks/run-process.js");
  await runProcess();
} else {
  process.stderr.write(problem);
  process.exitCode = 2;
}
