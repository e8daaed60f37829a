#!/usr/bin/env node
import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{reportCrashes}from"./chunks/chunk-CFDFIUC4.js";import{main}from"./chunks/chunk-SVHX335C.js";import{createProcessIo,exitProcess}from"./chunks/chunk-TGHYW3SN.js";var io=createProcessIo();reportCrashes(io,process,code=>process.exit(code));await exitProcess(await main(process.argv.slice(2),io));
