#!/usr/bin/env node
import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{main}from"./chunks/chunk-EDJS35N4.js";import{createProcessIo,exitProcess}from"./chunks/chunk-PW36WSHA.js";await exitProcess(await main(process.argv.slice(2),createProcessIo()));
