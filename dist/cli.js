import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{main}from"./chunks/chunk-TYJG4ZBJ.js";import{createProcessIo,exitProcess}from"./chunks/chunk-B5DNLDV2.js";await exitProcess(await main(process.argv.slice(2),createProcessIo()));
