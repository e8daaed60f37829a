#!/usr/bin/env node
import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{reportCrashes}from"./chunks/chunk-Y6OFQSTA.js";import{main}from"./chunks/chunk-JUGS73ML.js";import{createProcessIo,exitProcess}from"./chunks/chunk-5ZRDVC2N.js";var io=createProcessIo();reportCrashes(io,process,code=>process.exit(code));await exitProcess(await main(process.argv.slice(2),io));
