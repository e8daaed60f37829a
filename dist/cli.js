#!/usr/bin/env node
import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{main}from"./chunks/chunk-B4GPK74E.js";import{createProcessIo,exitProcess}from"./chunks/chunk-DNBGIED7.js";await exitProcess(await main(process.argv.slice(2),createProcessIo()));
