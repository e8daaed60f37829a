#!/usr/bin/env node
import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{reportCrashes}from"./chunks/chunk-5H4U55GX.js";import{main}from"./chunks/chunk-MZVRJ2FZ.js";import{createProcessIo,exitProcess}from"./chunks/chunk-KLSHBNT5.js";var io=createProcessIo();reportCrashes(io,process,code=>process.exit(code));await exitProcess(await main(process.argv.slice(2),io));
