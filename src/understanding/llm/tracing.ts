import { env } from 'node:process';

const SWITCHES = ['LANGSMITH_TRACING', 'LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING_V2'];
/** Langchain takes any value of these for "on" or prints whole prompts, so they go. */
const REMOVED = ['LANGCHAIN_TRACING', 'LANGCHAIN_VERBOSE'];

/**
 * Switches langchain's tracing and its printing of prompts off in this process, whatever the environment says: traces
 * would carry what residents write to a service abroad. Sets variables and reads none; `config.ts` stays the only
 * reader. Source: `@langchain/core` 1.4.0, read and measured on 2026-11-22.
 */
export function switchTracingOff(): void {
  for (const name of SWITCHES) env[name] = 'false';
  for (const name of REMOVED) delete env[name];
}
