// Loaded before everything else: the sources are TypeScript and need the type stripping of Node 24.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Node ${process.versions.node} cannot run Trợ lý số: Node 24 or newer is needed. ` +
      'Run it through npm ("npm start", "npm test", "npm run bot"): npm ci installs the right Node beside the project. ' +
      'If you used "npm ci --ignore-scripts", run "npm ci" without that flag.',
  );
  process.exit(1);
}

// Stripped and compiled modules are kept, so that the second start neither loads the stripper (30 MB) nor compiles again.
// Where the folder cannot be written, nothing is kept and nothing else changes. Threads read the variable.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/tro-ly-so', import.meta.url));
module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
