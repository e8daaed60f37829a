import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{endProcess,main,processIo}from"./chunks/chunk-AS6MWZPI.js";await endProcess(await main(process.argv.slice(2),processIo()));
