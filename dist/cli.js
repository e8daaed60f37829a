import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{endProcess,main,processIo}from"./chunks/chunk-IS2J7YA7.js";await endProcess(await main(process.argv.slice(2),processIo()));
