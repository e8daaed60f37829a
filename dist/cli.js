#!/usr/bin/env node
import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{reportCrashes}from"./chunks/chunk-H5XT6OV2.js";import{main}from"./chunks/chunk-NZ2CBB6X.js";import{createProcessIo,exitProcess}from"./chunks/chunk-MLP7KDBB.js";var io=createProcessIo();reportCrashes(io,process,code=>process.exit(code));await exitProcess(await main(process.argv.slice(2),io));
