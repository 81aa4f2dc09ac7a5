// Loaded before everything else: the sources are TypeScript and need the type stripping of Node 24.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Node ${process.versions.node} cannot run Trợ lý số: Node 24 or newer is needed. ` +
      'Run it through npm ("npm start", "npm test", "npm run bot"): npm ci installs the right Node beside the project. ' +
      'If you used "npm ci --ignore-scripts", run "npm ci" without that flag.',
  );
  process.exit(1);
}
