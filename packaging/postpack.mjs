// Runs as `postpack` of a workspace: puts the repository's package.json back.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { SOURCE_COPY } from './source-copy.mjs';

writeFileSync('package.json', readFileSync(SOURCE_COPY));
rmSync(SOURCE_COPY);
rmSync('dist', { recursive: true, force: true });
