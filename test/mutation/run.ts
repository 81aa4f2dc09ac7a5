import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { mutationAreas } from './areas.ts';

const asked = process.argv.slice(2);
const names = asked.length === 0 ? Object.keys(mutationAreas) : asked;
const unknown = names.find((name) => mutationAreas[name] === undefined);
if (unknown !== undefined) {
  console.error(
    `Unknown area "${unknown}". Use one of: ${Object.keys(mutationAreas).join(', ')}, e.g. npm run mutation -- errors`,
  );
  process.exit(2);
}

const stryker = fileURLToPath(new URL('../../node_modules/@stryker-mutator/core/bin/stryker.js', import.meta.url));
let isGood = true;
for (const name of names) {
  console.log(`== ${name}`);
  const { status } = spawnSync(
    process.execPath,
    [stryker, 'run', '--mutate', (mutationAreas[name]?.mutate ?? []).join(',')],
    { stdio: 'inherit', env: { ...process.env, MUTATION_AREA: name } },
  );
  if (status !== 0) isGood = false;
}
process.exitCode = isGood ? 0 : 1;
