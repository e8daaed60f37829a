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

// src/cli.ts
enableCompileCache({ env: process.env, cwd: process.cwd() });
var { runProcess } = await import("./chunks/run-process.js");
await runProcess();
