#!/usr/bin/env node
import { startEmulator } from './start-emulator.ts';

await startEmulator();
