import { defineConfig, mergeConfig } from 'vitest/config';
import sdk from '../../vitest.sdk.config.ts';
import { mutationAreas } from './areas.ts';

const area = mutationAreas[process.env['MUTATION_AREA'] ?? ''];
if (!area) throw new Error('MUTATION_AREA names no area of areas.ts; run "npm run mutation -- <area>"');

const { include: _all, ...test } = sdk.test ?? {};

/** The tests of one area, for the mutation run. */
export default mergeConfig({ ...sdk, test }, defineConfig({ test: { include: [...area.tests] } }));
