#!/usr/bin/env node
import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{reportCrashes}from"./chunks/chunk-JWSZLXAV.js";import{main}from"./chunks/chunk-NEQGHM7I.js";import{createProcessIo,exitProcess}from"./chunks/chunk-5ITPVSLE.js";var io=createProcessIo();reportCrashes(io,process,code=>process.exit(code));await exitProcess(await main(process.argv.slice(2),io));
